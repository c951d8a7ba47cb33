import { type SessionStore } from 'nest-sessions';
import type { Settings } from './settings/settings.js';
/** The store that the settings ask for. */
export interface CreatedStore {
    readonly store: SessionStore;
    /** Resolves when all sessions are read. Rejects with what is wrong and what to do. */
    readonly opened: Promise<void>;
}
/**
 * Drivers are loaded where they are needed only: the client of Redis has hundreds of files, and that of the file store is
 * native. Throws `StoreUnavailableError` when the directory can't be used.
 */
export declare function createStore(settings: Settings): Promise<CreatedStore>;
//# sourceMappingURL=create-store.d.ts.map