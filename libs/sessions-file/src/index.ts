export { checkDirectory, isEmptyDirectory } from './check-directory.js';
export { FileSessionStore } from './file-session.store.js';
export type { FileSessionStoreOptions, OpeningProgress } from './options.js';
