import { SessionEventConsumer } from '../../src/index.js';
import { isStoreSettings } from './store-calls.js';

/** Runs a consumer of the group `test` in a process of its own. It reports each delivery, and its handler never ends. */
const settings: unknown = JSON.parse(process.argv[2] ?? '');
if (!isStoreSettings(settings)) throw new Error('settings of a store are wanted');
const { url, prefix } = settings;
const consumer = new SessionEventConsumer({
  url,
  prefix,
  group: 'test',
  takeOverAfter: 500,
  pollInterval: 20,
  handler: ({ id }) => {
    process.send?.(id);
    return new Promise(() => undefined);
  },
});

process.on('disconnect', () => process.exit());
await consumer.start();
