export { FileSessionStore } from './file-session.store.js';
export type { FileSessionStoreOptions } from './options.js';
