import { hash } from 'node:crypto';
import type { LuaScript } from '../connection/connection.js';
import { LUA } from './lua.generated.js';
import {
  changeReply,
  createReply,
  deleteReply,
  followReply,
  list,
  lookupReply,
  metadataReply,
  pageReply,
  renewalReply,
  revokeReply,
  signInReply,
  stateReply,
  stepReply,
  strings,
  sweepReply,
} from './replies.js';

/** A Lua script, and the function that reads its reply. */
export interface Script<Reply> extends LuaScript {
  read(reply: unknown): Reply;
}

/** The scripts on sessions. Their `.lua` files say what they do and what they take. */
export const SCRIPTS = {
  create: script(LUA.create, createReply),
  get: script(LUA.get, lookupReply),
  getMetadata: script(LUA.get, metadataReply),
  touch: script(LUA.touch, renewalReply),
  renew: script(LUA.renew, renewalReply),
  updateTimeouts: script(LUA['update-timeouts'], changeReply),
  updateMetadata: script(LUA['update-metadata'], metadataReply),
  authenticated: script(LUA.authenticated, changeReply),
  rotate: script(LUA.rotate, lookupReply),
  beginSignIn: script(LUA['begin-sign-in'], signInReply),
  finishSignIn: script(LUA['finish-sign-in'], Number),
  takeBack: script(LUA['take-back'], Number),
  delete: script(LUA.delete, deleteReply),
  deleteByHandle: script(LUA['delete-by-handle'], revokeReply),
  revokeByUser: script(LUA['revoke-by-user'], revokeReply),
  eraseSessions: script(LUA['erase-sessions'], stepReply),
  eraseEndings: script(LUA['erase-endings'], stepReply),
  eraseQuarantined: script(LUA['erase-quarantined'], stepReply),
  eraseEvents: script(LUA['erase-events'], stepReply),
  eventGroups: script(LUA['event-groups'], strings),
  quarantine: script(LUA.quarantine, lookupReply),
  list: script(LUA.list, pageReply),
  listUser: script(LUA['list-user'], pageReply),
  counts: script(LUA.counts, stateReply),
  sweep: script(LUA.sweep, sweepReply),
  quarantined: script(LUA.quarantined, strings),
  clearQuarantine: script(LUA['clear-quarantine'], Number),
  dropEvents: script(LUA['drop-events'], Number),
  ping: script(LUA.ping, Number),
  layout: script(LUA.layout, String),
} as const;

/** The scripts on the streams of events, for consumers. */
export const EVENT_SCRIPTS = {
  begin: script(LUA['begin-events'], Number),
  look: script(LUA['look-for-events'], list),
  follow: script(LUA['follow-events'], followReply),
  read: script(LUA['read-events'], list),
  takeOver: script(LUA['take-over-events'], list),
  claim: script(LUA['claim-events'], strings),
  acknowledge: script(LUA['acknowledge-event'], Number),
  leave: script(LUA['leave-events'], Number),
  pending: script(LUA['pending-events'], Number),
  park: script(LUA['park-event'], list),
  parked: script(LUA['parked-events'], list),
  dropParked: script(LUA['drop-parked'], Number),
} as const;

/** Builds a script: puts the included files in the place of its `@include` lines. */
function script<Reply>(lua: string, read: (reply: unknown) => Reply): Script<Reply> {
  const source = lua.replace(/^-- @include (.+)$/gm, (_, names: string) => names.split(' ').map(included).join('\n'));
  return { source, sha1: hash('sha1', source), read };
}

function included(name: string): string {
  const path = `include/${name}`;
  if (isFile(path)) return LUA[path];
  throw new Error(`There is no Lua file ${path}.lua; see the @include lines of scripts/*.lua.`);
}

function isFile(path: string): path is keyof typeof LUA {
  return path in LUA;
}
