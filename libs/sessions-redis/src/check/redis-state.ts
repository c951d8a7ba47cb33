import { Keys } from '../layout/keys.js';

/** A client as `createClient` of the `redis` package gives it. */
export interface CheckClient {
  sendCommand(command: string[]): Promise<unknown>;
}

/** The layout of the sessions under a prefix: its version, the number of shards, and how ids are kept. Version 0 can't be read. */
export interface StoredLayout {
  readonly version: number;
  readonly shards: number;
  readonly hasHashedIds: boolean;
}

/** Reads the layout as a store wrote it; `undefined` if there are no sessions under the prefix. */
export async function readLayout(client: CheckClient, prefix: string): Promise<StoredLayout | undefined> {
  const found = await client.sendCommand(['GET', new Keys(prefix, 1).ofLayout(0)]);
  const [, version, shards, ids = ''] = /^(\d+) (\d+) (.*)$/.exec(String(found)) ?? [];
  if (found === null || found === undefined) return undefined;
  if (version === undefined) return { version: 0, shards: 0, hasHashedIds: false };
  return { version: Number(version), shards: Number(shards), hasHashedIds: ids.startsWith('hashed') };
}

/** The fields of a section of INFO. */
export async function info(client: CheckClient, section: string): Promise<ReadonlyMap<string, string>> {
  const reply = String(await client.sendCommand(['INFO', section]));
  return new Map(
    reply
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
}
