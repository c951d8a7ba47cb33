import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import type { SessionDto } from '../src/sessions/session.dto.js';
import type { Contract } from './contract.js';

export const SESSIONS = '/api/messaging/sessions';
export const HEALTH = `${SESSIONS}/health`;
export const AGENT = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
export const USER = '6ba7b810-9dad-41d1-80b4-00c04fd430c8';

export interface Call {
  /** Sent as JSON; a string or bytes are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Leaves the length of the body out. */
  readonly chunked?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body, if it is JSON. */
  readonly body: unknown;
}

/** Talks to a server over HTTP, and validates every answer by the server's own OpenAPI document. */
export class Client {
  constructor(
    private readonly port: number,
    private readonly contract: Contract,
  ) {}

  get(path: string, call: Call = {}): Promise<Answer> {
    return this.send('GET', path, call);
  }

  post(path: string, body?: unknown, call: Call = {}): Promise<Answer> {
    return this.send('POST', path, { ...call, body });
  }

  patch(path: string, body?: unknown, call: Call = {}): Promise<Answer> {
    return this.send('PATCH', path, { ...call, body });
  }

  delete(path: string, call: Call = {}): Promise<Answer> {
    return this.send('DELETE', path, call);
  }

  /** Creates a session, which must succeed. */
  async create(fields: Readonly<Record<string, unknown>> = {}): Promise<SessionDto> {
    return sessionOf(await this.post(SESSIONS, { agentId: AGENT, userId: USER, ...fields }));
  }

  async send(method: string, path: string, { body, headers = {}, chunked = false }: Call = {}): Promise<Answer> {
    const answer = await this.#exchange(method, path, bytesOf(body), { ...framing(body, chunked), ...headers });
    const contentType = answer.headers['content-type'];
    this.contract.check(method, path, { status: answer.status, contentType, body: answer.body });
    return answer;
  }

  #exchange(method: string, path: string, body: Buffer | undefined, headers: OutgoingHttpHeaders): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        { host: '127.0.0.1', port: this.port, method, path, headers, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

/** The session that an answer carries. */
export function sessionOf(answer: Answer): SessionDto {
  if (isSession(answer.body)) return answer.body;
  throw new Error(`This is not a session: ${String(answer.status)} ${answer.text}`);
}

function isSession(body: unknown): body is SessionDto {
  return typeof body === 'object' && body !== null && 'sessionId' in body;
}

function framing(body: unknown, chunked: boolean): OutgoingHttpHeaders {
  const bytes = bytesOf(body);
  if (bytes === undefined) return {};
  return {
    'content-type': 'application/json',
    ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': bytes.length }),
  };
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
