import { FILE_EVERYSECOND, openDiskStore } from './disk-stores.js';
import { cpuMs } from '../measuring/cpu-time.js';

// Creates sessions in a directory and prints the CPU time that this took: `node fill-file-store.js <directory> <count>`.
const [directory = '', count] = process.argv.slice(2);
const store = await openDiskStore(FILE_EVERYSECOND, directory);
const before = cpuMs();
await store.fill(Number(count));
await store.close();
console.log(JSON.stringify({ ms: cpuMs() - before }));
