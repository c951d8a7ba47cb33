/** The tag of the published reference. */
export const MESSAGING_TAG = 'messaging';
export const PROBES_TAG = 'probes';
export const API_KEY_SCHEME = 'apiKey';
/** Under which names the schemas of request bodies stand in the document. */
export const SCHEMA_NAMES = {
    create: 'CreateSessionRequest',
    changeTimeouts: 'ChangeTimeoutsRequest',
};
//# sourceMappingURL=names.js.map