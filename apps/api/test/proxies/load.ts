import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { AGENT, SESSIONS, USER } from '../client.js';

/** Clients that send one request after the other, each on a connection that it keeps. */
export class Load {
  answered = 0;
  created = 0;
  /** Requests without an answer, or with another status than they should have. */
  readonly failures: string[] = [];
  readonly #clients: Promise<void>[];
  #stopped = false;

  constructor(
    private readonly url: string,
    private readonly key: string,
    clients: number,
  ) {
    this.#clients = Array.from({ length: clients }, () => this.#client());
  }

  async untilAnswered(count: number): Promise<void> {
    while (this.answered < count && this.failures.length === 0) await new Promise(setImmediate);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#clients);
  }

  /** Creates sessions, and uses each of them. */
  async #client(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.#stopped) {
      const id = await this.#create(agent);
      if (id === undefined) continue;
      await this.#ask(agent, 'POST', `${SESSIONS}/${id}/heartbeat`, 200);
      await this.#ask(agent, 'GET', `${SESSIONS}/${id}`, 200);
      await this.#ask(agent, 'PATCH', `${SESSIONS}/${id}/timeout`, 200, { timeoutMinutes: 20 });
    }
    agent.destroy();
  }

  async #create(agent: Agent): Promise<string | undefined> {
    const answer = await this.#ask(agent, 'POST', SESSIONS, 201, { agentId: AGENT, userId: USER });
    const id = /"sessionId":"([^"]+)"/.exec(answer)?.[1];
    if (id !== undefined) this.created += 1;
    return id;
  }

  /** The body of the answer; empty if there is none. */
  async #ask(agent: Agent, method: string, path: string, expected: number, body?: object): Promise<string> {
    const headers = { 'x-api-key': this.key, ...(body && { 'content-type': 'application/json' }) };
    try {
      const outgoing = request(this.url + path, { agent, method, headers });
      outgoing.end(body && JSON.stringify(body));
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      const answer = await text(response);
      if (response.statusCode === expected) this.answered += 1;
      else this.failures.push(`${method}: ${String(response.statusCode)} ${answer}`);
      return answer;
    } catch (error) {
      this.failures.push(`${method}: ${String(error)}`);
      return '';
    }
  }
}
