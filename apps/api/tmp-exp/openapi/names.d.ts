/** The tag of the published reference. */
export declare const MESSAGING_TAG = "messaging";
export declare const PROBES_TAG = "probes";
export declare const API_KEY_SCHEME = "apiKey";
/** Under which names the schemas of request bodies stand in the document. */
export declare const SCHEMA_NAMES: {
    readonly create: "CreateSessionRequest";
    readonly changeTimeouts: "ChangeTimeoutsRequest";
};
//# sourceMappingURL=names.d.ts.map