import { ServerProcess } from './server-process.js';

/** The processes of one test, on free ports. */
export class ServerProcesses {
  readonly #started: ServerProcess[] = [];

  launch(env: Readonly<Record<string, string>> = {}): ServerProcess {
    const server = new ServerProcess({ PORT: '0', ...env });
    this.#started.push(server);
    return server;
  }

  async killAll(): Promise<void> {
    for (const server of this.#started.splice(0)) {
      server.signal('SIGKILL');
      await server.exited;
    }
  }
}
