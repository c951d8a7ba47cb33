import { RedisSessionStore } from '../../src/index.js';
import { isStoreCall, isStoreSettings } from './store-calls.js';

/**
 * Runs a Redis store in a process of its own. It calls the operations that its parent names, sends the answers, and ends
 * with its parent.
 */
const settings: unknown = JSON.parse(process.argv[2] ?? '');
if (!isStoreSettings(settings)) throw new Error('settings of a store are wanted');
const store = new RedisSessionStore(settings);

process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  if (isStoreCall(message)) void answer(message.call, message.operation, message.args);
});

async function answer(call: number, operation: string, args: readonly unknown[]): Promise<void> {
  try {
    const value = operation === 'clock' ? Date.now() : await run(operation, args);
    process.send?.({ call, value });
  } catch (error) {
    process.send?.({ call, error: String(error) });
  }
}

function run(operation: string, args: readonly unknown[]): Promise<unknown> {
  const method: unknown = Reflect.get(store, operation);
  if (typeof method !== 'function') throw new Error(`a store can't ${operation}`);
  return Promise.resolve(Reflect.apply(method, store, args));
}
