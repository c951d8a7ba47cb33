import { FileSessionStore } from '../../src/index.js';
import { isStoreCall, isStoreSettings } from './store-calls.js';

/** A process with a file store. It calls the operations that its parent names, sends the answers, and ends with its parent. */
const settings: unknown = JSON.parse(process.argv[2] ?? '');
if (!isStoreSettings(settings)) throw new Error('settings of a store are wanted');
const store = new FileSessionStore(settings);

process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  if (isStoreCall(message)) void answer(message.call, message.operation, message.args);
});

async function answer(call: number, operation: string, args: readonly unknown[]): Promise<void> {
  try {
    process.send?.({ call, value: await run(operation, args) });
  } catch (error) {
    process.send?.({ call, error: String(error) });
  }
}

function run(operation: string, args: readonly unknown[]): Promise<unknown> {
  const method: unknown = Reflect.get(store, operation);
  if (typeof method !== 'function') throw new Error(`a store can't ${operation}`);
  return Promise.resolve(Reflect.apply(method, store, args));
}
