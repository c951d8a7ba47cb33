import { hash } from 'node:crypto';
import { LUA } from './lua.generated.js';

/** A Lua script and the digest by which Redis knows it. */
export interface Script {
  readonly source: string;
  readonly sha1: string;
}

type Include = Extract<keyof LuaFiles, `include/${string}`>;
type LuaFiles = typeof LUA;

/** The scripts by the name of their file. */
export const SCRIPTS: Readonly<Record<Exclude<keyof LuaFiles, Include>, Script>> = {
  'acknowledge-event': script(LUA['acknowledge-event']),
  'begin-events': script(LUA['begin-events']),
  'claim-events': script(LUA['claim-events']),
  'clear-quarantine': script(LUA['clear-quarantine']),
  counts: script(LUA.counts),
  create: script(LUA.create),
  delete: script(LUA.delete),
  'drop-parked': script(LUA['drop-parked']),
  get: script(LUA.get),
  layout: script(LUA.layout),
  'leave-events': script(LUA['leave-events']),
  list: script(LUA.list),
  'list-user': script(LUA['list-user']),
  'update-metadata': script(LUA['update-metadata']),
  'park-event': script(LUA['park-event']),
  'parked-events': script(LUA['parked-events']),
  quarantined: script(LUA.quarantined),
  'read-events': script(LUA['read-events']),
  renew: script(LUA.renew),
  'update-timeouts': script(LUA['update-timeouts']),
  'revoke-by-user': script(LUA['revoke-by-user']),
  rotate: script(LUA.rotate),
  quarantine: script(LUA.quarantine),
  sweep: script(LUA.sweep),
  'take-over-events': script(LUA['take-over-events']),
  touch: script(LUA.touch),
};

/** Puts what a script includes where it says so. */
function script(lua: string): Script {
  const source = lua.replace(/^-- @include (.+)$/gm, (_, names: string) => names.split(' ').map(included).join('\n'));
  return { source, sha1: hash('sha1', source) };
}

function included(name: string): string {
  const path = `include/${name}`;
  if (isInclude(path)) return LUA[path];
  throw new Error(`There is no Lua file ${path}.lua; see the @include lines of scripts/*.lua.`);
}

function isInclude(path: string): path is Include {
  return path in LUA && path.startsWith('include/');
}
