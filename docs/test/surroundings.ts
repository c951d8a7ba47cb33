import type { HealthCheckService } from '@nestjs/terminus';
import type {
  IncomingRequest,
  Session,
  SessionCookies,
  SessionsHealthIndicator,
  SessionsService,
  SessionStore,
} from 'nest-sessions';
import type { SessionEventConsumer } from 'nest-sessions-redis';
import type { FakeClock } from 'nest-sessions/testing';

/** The type of the metadata in the examples. */
export interface Shopping {
  readonly theme?: 'dark' | 'light';
  readonly draft?: string;
  readonly cart?: readonly string[];
  readonly visits?: number;
}

type Told = (...facts: unknown[]) => unknown;

/** The values that examples leave to their reader. A test passes them to the examples that it runs. */
export interface Surroundings {
  readonly sessions: SessionsService<Shopping>;
  readonly session: Session<Shopping>;
  readonly indicator: SessionsHealthIndicator;
  readonly cookies: SessionCookies;
  readonly health: HealthCheckService;
  readonly id: string;
  readonly userId: string;
  readonly secret: string;
  readonly cart: readonly string[];
  readonly audit: Readonly<Record<'write' | 'writeOnce', (...facts: unknown[]) => Promise<void>>>;
  readonly use: Told;
  readonly welcome: Told;
  readonly explain: Told;
  readonly signIn: Told;
  readonly response: { header(name: string, value: string): unknown };
  readonly tickets: { idIn(ticket: IncomingRequest['headers'][string]): string | undefined };
  readonly it: (name: string, run: () => Promise<void>) => void;
  readonly MyStore: new (options: { clock: FakeClock }) => SessionStore;
  readonly ListSessionStore: new () => SessionStore;
  readonly consumer: SessionEventConsumer;
  readonly logger: Readonly<Record<'warn', Told>>;
}

const NAMES: Readonly<Record<keyof Surroundings, true>> = {
  sessions: true,
  session: true,
  indicator: true,
  cookies: true,
  health: true,
  id: true,
  userId: true,
  secret: true,
  cart: true,
  audit: true,
  use: true,
  welcome: true,
  explain: true,
  signIn: true,
  response: true,
  tickets: true,
  it: true,
  MyStore: true,
  ListSessionStore: true,
  consumer: true,
  logger: true,
};

export const GIVEN: ReadonlySet<string> = new Set(Object.keys(NAMES));
