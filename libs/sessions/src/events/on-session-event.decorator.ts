import type { SessionEventOf, SessionEventType } from '../domain/events.js';
import { DEFAULT_KIND } from '../domain/kind.js';

/** `Symbol.for`, because one process may hold the package as ESM and as CommonJS. */
const LISTENER = Symbol.for('nest-sessions:on-session-event');

export interface OnSessionEventOptions {
  /**
   * The name of the group of listeners: each ending reaches one listener of it. Needed for endings where the store keeps them
   * (Redis, files): without it the application does not start. The same method has the same group on all instances; no two
   * methods may share one. A new name begins with the oldest ending that is kept, so keep it when you rename a class.
   */
  readonly group?: string;
  /**
   * Whether each ending reaches this method on every instance, from the start of the instance on, within a second. Use it for
   * what each instance keeps in its own memory, such as connections. Each ending is delivered once: a failure is logged, and
   * the method is not called again. For endings only, and without a group. Default `false`.
   */
  readonly everyInstance?: boolean;
  /** Whose events it hears: the names of modules. Default: those of the module without a name. */
  readonly kind?: string | readonly string[];
}

export interface SessionListener {
  readonly group?: string;
  readonly everyInstance: boolean;
  readonly kinds: readonly string[];
  readonly types: readonly SessionEventType[];
}

/** What a listener receives beside the event. */
export interface ListenerDelivery {
  /** The same each time the event is delivered: for what must not be done twice. */
  readonly id: string;
  /** How often it has been delivered, this time included. */
  readonly deliveries: number;
}

/** `never`, because each application has its own type of metadata. */
type Listen<Type extends SessionEventType> = (
  event: SessionEventOf<Type, never>,
  delivery: ListenerDelivery,
) => void | Promise<void>;

type Listening<Type extends SessionEventType> = <Method extends Listen<Type>>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Calls a method of a provider when something happens to a session. Where the store keeps endings (Redis, files), `expired`,
 * `deleted`, `evicted` and `quarantined` come from there: each at least once for each group, whichever instance ended the
 * session, and again when the method fails; with `everyInstance`, once on each instance. All other events come once, from
 * what this instance did; a failure is logged.
 *
 * @example
 * ‍@OnSessionEvent(['expired', 'deleted'], { group: 'farewells' })
 * async farewell({ session, reason }: SessionEventOf<'expired' | 'deleted'>) {
 *   await audit.write(session.userId, reason);
 * }
 */
export function OnSessionEvent<Type extends SessionEventType>(
  types: Type | readonly Type[],
  options: OnSessionEventOptions = {},
): Listening<Type> {
  const { group, everyInstance = false, kind = DEFAULT_KIND } = options;
  const listener: SessionListener = {
    ...(group !== undefined && { group }),
    everyInstance,
    kinds: typeof kind === 'string' ? [kind] : kind,
    types: typeof types === 'string' ? [types] : types,
  };
  return (_target, _name, { value }) => {
    if (value) Reflect.defineMetadata(LISTENER, listener, value);
  };
}

export function listenerOf(method: unknown): SessionListener | undefined {
  const found: unknown = typeof method === 'function' ? Reflect.getMetadata(LISTENER, method) : undefined;
  return isListener(found) ? found : undefined;
}

function isListener(value: unknown): value is SessionListener {
  return typeof value === 'object' && value !== null && 'types' in value;
}
