import { inTurns } from '../measuring/in-turns.js';
import { load, secondOfLoad } from '../measuring/load.js';
import { createSessions, heartbeats, SERVER, SERVER_ON_FILES, startApi } from '../servers/sessions-api.js';
import type { Row } from '../suite/row.js';
import { atLeast } from '../suite/targets.js';

/** The number of sessions that get heartbeats in turn. */
const ALIVE = 1000;

export const fileHttp: Row = {
  name: 'file-http',
  title: 'File store: heartbeats over HTTP',
  about:
    'The built server twice, with sessions in files as `npm start` keeps them and in memory. Each gets heartbeats over 32 ' +
    'connections for a second, one after the other, several times.',
  metrics: [
    { key: 'files', title: 'in files', unit: 'a second' },
    { key: 'memory', title: 'in memory', unit: 'a second' },
    { key: 'ofMemory', title: 'files ÷ memory', unit: '' },
  ],
  base: SERVER_ON_FILES,
  own: [SERVER_ON_FILES],
  plan: () => [{ contender: SERVER_ON_FILES, size: ALIVE }],
  async measure(_of, options) {
    const [onFiles, inMemory] = [await prepare(SERVER_ON_FILES), await prepare(SERVER)];
    await load(onFiles.url, onFiles.requests, options);
    await load(inMemory.url, inMemory.requests, options);
    const { rates, ratio } = await inTurns(
      options.quick ? 2 : 6,
      () => secondOfLoad(onFiles.url, onFiles.requests),
      () => secondOfLoad(inMemory.url, inMemory.requests),
    );
    await onFiles.stop();
    await inMemory.stop();
    return { files: rates[0], memory: rates[1], ofMemory: ratio };
  },
  targets: (figures) =>
    atLeast('at least 0.8 of the heartbeats in memory', 0.8, '', figures.median(SERVER_ON_FILES, ALIVE, 'ofMemory')),
};

async function prepare(contender: string) {
  const server = await startApi(contender);
  const requests = heartbeats(await createSessions(server.url, ALIVE));
  return { url: server.url, requests, stop: () => server.stop() };
}
