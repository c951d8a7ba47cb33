/** The code that an error of Redis begins with, in plain words. */
const REFUSALS: Readonly<Record<string, string>> = {
  BUSY: 'another client runs a slow script',
  CLUSTERDOWN: 'its cluster is down',
  CROSSSLOT: 'the server is a cluster: give the store a client made by createCluster',
  DENIED: 'it is in protected mode and takes connections of its own machine only',
  LOADING: 'it is loading its data from disk',
  MASTERDOWN: 'it is a replica without a connection to its master',
  MISCONF: "it can't save its data to disk and refuses writes until it can",
  MOVED: 'the server is a node of a cluster: give the store a client made by createCluster',
  NOAUTH: 'it requires a password',
  NOPERM: "its user lacks the right to a command or key that the store needs: see the store's README",
  NOREPLICAS: 'too few replicas are connected (min-replicas-to-write)',
  READONLY: 'it is a replica, which takes no writes',
  TRYAGAIN: 'it is moving the slot to another node',
  WRONGPASS: 'it does not accept the user name or the password',
  WRONGTYPE: 'a key of the store holds a value of another type: give the store a prefix of its own',
};

const NO_TLS = 'its port does not speak TLS: use redis:// instead of rediss://, or its port for TLS';
const CUT = 'it cut the connection; a port for TLS does so with clients that use redis:// instead of rediss://';

/** Codes of the system and of TLS, in plain words. */
const CONNECTION_CODES: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'its host name could not be looked up',
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: CUT,
  EHOSTUNREACH: 'there is no route to its host',
  ENETUNREACH: 'there is no route to its host',
  ENOTFOUND: 'its host name is unknown',
  EPIPE: CUT,
  EPROTO: NO_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ETIMEDOUT: 'it did not answer',
};

/** Errors of the driver have no code, and a bundler may shorten the names of their classes. */
const DRIVER_MESSAGES: Readonly<Record<string, string>> = {
  'All the root nodes are unavailable': 'no node of its cluster answers',
  'Connection timeout': 'it accepted no connection in time; with rediss://, check that its port speaks TLS',
  'Socket closed unexpectedly': CUT,
  'The client is closed': 'its client is closed',
  'The client is offline': 'its client is not connected',
};

const CERTIFICATE = /CERT|SIGNATURE|ALTNAME|HOSTNAME/;

/** The code and the plain words of what Redis refuses, without what the error quotes. */
export function wordsOfRefusal(message: string): string {
  // Inside a script, this error has no code, and its words depend on the version of Redis.
  const text = message.replace(/^ERR (?=The user executing the script can't |ACL failure in script)/, 'NOPERM ');
  const code = Object.keys(REFUSALS).find((word) => new RegExp(`\\b${word}\\b`).test(text));
  if (code !== undefined) return `(${code}): ${REFUSALS[code] ?? ''}`;
  const [, first = 'ERR', rest = ''] = /^-?([A-Z][A-Z0-9]+ )?(.*)$/s.exec(text) ?? [];
  return `(${first.trim()}): ${withoutValues(rest)}`;
}

/** Why there is no connection, with its code if it has one; `undefined` for an error of another kind. */
export function wordsOfConnection(code: string | undefined, message: string): string | undefined {
  if (code === undefined) return DRIVER_MESSAGES[message];
  const words = CONNECTION_CODES[code] ?? (CERTIFICATE.test(code) ? 'its certificate is not accepted' : undefined);
  return words === undefined ? undefined : `${words} (${code})`;
}

/** A message without what may be a key, an id, an address or a secret. */
export function withoutValues(message: string): string {
  const words = message
    .replace(/,? with args beginning with.*$/s, '')
    .replace(/ script: .*$/s, '')
    .replace(/(["'`])[^"'`]*\1/g, '…')
    .replace(/(?<!\S)(?!@?user_script:)\S*[:/@{}]\S+|[\w-]{20,}/g, '…')
    .replace(/\.$/, '');
  return words.length > 200 ? `${words.slice(0, 200)}…` : words;
}
