/** The kind of the sessions of a module without a name. */
export const DEFAULT_KIND = 'default';
