import { ID, METADATA, type SessionStrings } from '../layout/record.js';

/*
 * The reply of each script. Redis knows a script by its digest, so a reply always has the shape that the script of this
 * package returns.
 */

/** What a script answers about one session. `as` says how it was found, and goes into the answer of the store. */
export type SessionReply<As extends object> =
  | {
      readonly code: 'found';
      readonly as: As;
      readonly session: SessionStrings;
      /** Whether the script has removed the record. */
      readonly removed: boolean;
    }
  | { readonly code: 'expired'; readonly asOf: number; readonly session: SessionStrings }
  | { readonly code: 'quarantined'; readonly entry: string }
  | { readonly code: 'ended'; readonly asOf: number; readonly ending: string }
  | { readonly code: 'unknown' };

export interface Active {
  readonly state: 'active';
  readonly asOf: number;
}

export interface Renewal extends Active {
  /** Whether the deadline has moved. */
  readonly renewed: boolean;
}

/** A session that does not allow the change: its timeouts would conflict, or its metadata was changed meanwhile. */
export interface Change {
  readonly state: 'active' | 'refused';
  readonly asOf: number;
}

/** A session whose user signs in; `refused` if it is another user's. */
export interface SignInBegun extends Change {
  /** The id as Redis has it. */
  readonly stored: string;
  /** The id that an earlier attempt was about to give to the session; empty if there was none. */
  readonly earlier: string;
}

export interface MetadataChange extends Change {
  /** The metadata as Redis has it: an update of the metadata applies to this string only. */
  readonly stored: string;
}

/** Sessions in a reply, and the quarantine's entries of the corrupted records that the script met. */
export interface SessionsReply {
  readonly asOf: number;
  readonly sessions: readonly SessionStrings[];
  readonly entries: readonly string[];
}

export interface CreateReply extends SessionsReply {
  readonly code: 'created' | 'limit' | 'more';
  /** The score in the user's index to continue at, for `more`. */
  readonly next: string;
}

export interface RevokeReply extends SessionsReply {
  /** The score in the user's index to continue at; empty at the end. */
  readonly next: string;
}

export interface SweepReply extends SessionsReply {
  readonly more: boolean;
  readonly expiring: readonly SessionStrings[];
}

export interface CountsReply {
  readonly asOf: number;
  readonly all: number;
  readonly expired: number;
  /** Sessions that have come to their warning, the expired ones included. */
  readonly expiring: number;
  readonly quarantined: number;
}

/** The counts of some shards, with the state of their server. */
export interface StateReply extends CountsReply {
  /** The error with which Redis refuses changes; empty if it takes them. */
  readonly refusal: string;
  readonly memoryInUse: number;
  /** 0 for no limit. */
  readonly maxMemory: number;
}

export interface PageReply extends SessionsReply {
  readonly counts: CountsReply;
  /** Where the page continues: a shard of the call, counted from 1, and a position in it. `undefined` at the end. */
  readonly next: { readonly at: number; readonly position: number } | undefined;
  /** The user's active sessions, for a page of one user. */
  readonly total: number | undefined;
}

export function lookupReply(reply: unknown): SessionReply<Active> {
  return sessionReply(reply, (asOf) => ({ state: 'active', asOf }));
}

export function deleteReply(reply: unknown): SessionReply<Active> {
  return sessionReply(reply, (asOf) => ({ state: 'active', asOf }), true);
}

export function renewalReply(reply: unknown): SessionReply<Renewal> {
  return sessionReply(reply, (asOf, _, renewed) => ({ state: 'active', asOf, renewed: renewed === 1 }));
}

export function changeReply(reply: unknown): SessionReply<Change> {
  return sessionReply(reply, (asOf, code) => ({ state: code === 'refused' ? code : 'active', asOf }));
}

export function signInReply(reply: unknown): SessionReply<SignInBegun> {
  const read = sessionReply(reply, (asOf, code, earlier) => {
    const state: SignInBegun['state'] = code === 'refused' ? code : 'active';
    return { state, asOf, stored: '', earlier: typeof earlier === 'string' ? earlier : '' };
  });
  return read.code === 'found' ? { ...read, as: { ...read.as, stored: read.session[ID] ?? '' } } : read;
}

export function metadataReply(reply: unknown): SessionReply<MetadataChange> {
  const read = changeReply(reply);
  return read.code === 'found' ? { ...read, as: { ...read.as, stored: read.session[METADATA] ?? '' } } : read;
}

export function createReply(reply: unknown): CreateReply {
  const [code, asOf, sessions, entries, next = ''] = list(reply);
  const read = code === 'created' || code === 'more' ? code : 'limit';
  return { code: read, ...sessionsReply(asOf, sessions, entries), next: String(next) };
}

export function revokeReply(reply: unknown): RevokeReply {
  const [asOf, sessions, entries, next] = list(reply);
  return { ...sessionsReply(asOf, sessions, entries), next: String(next) };
}

export function sweepReply(reply: unknown): SweepReply {
  const [asOf, more, sessions, expiring, entries] = list(reply);
  return { ...sessionsReply(asOf, sessions, entries), more: more === 1, expiring: list(expiring).map(strings) };
}

export function stateReply(reply: unknown): StateReply {
  const [asOf, counts, refusal, memoryInUse, maxMemory] = list(reply);
  const memory = { memoryInUse: Number(memoryInUse), maxMemory: Number(maxMemory) };
  return { ...countsOf(asOf, counts), refusal: String(refusal), ...memory };
}

export function pageReply(reply: unknown): PageReply {
  const [asOf, counts, sessions, entries, next, total] = list(reply);
  const [at, position] = list(next);
  return {
    ...sessionsReply(asOf, sessions, entries),
    counts: countsOf(asOf, counts),
    next: at === undefined ? undefined : { at: Number(at), position: Number(position) },
    total: total === undefined ? undefined : Number(total),
  };
}

/** One step of many: how much it did, and where the next one continues. */
export interface StepReply {
  readonly count: number;
  readonly next: string;
}

export function stepReply(reply: unknown): StepReply {
  const [count, next] = list(reply);
  return { count: Number(count), next: String(next) };
}

export function strings(reply: unknown): readonly string[] {
  return list(reply).map(String);
}

export function list(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}

/** Whether a script did nothing because the layout is missing or another one. */
export function isLayoutReply(reply: unknown): boolean {
  return Array.isArray(reply) && reply[0] === 'layout';
}

function sessionReply<As extends object>(
  reply: unknown,
  found: (asOf: number, code: unknown, more: unknown) => As,
  removed = false,
): SessionReply<As> {
  const [code, instant, what, more] = list(reply);
  if (code === 'unknown') return { code };
  if (code === 'quarantined') return { code, entry: String(what) };
  const asOf = Number(instant);
  if (code === 'ended') return { code, asOf, ending: String(what) };
  if (code === 'expired') return { code, asOf, session: strings(what) };
  return { code: 'found', as: found(asOf, code, more), session: strings(what), removed };
}

function sessionsReply(asOf: unknown, sessions: unknown, entries: unknown): SessionsReply {
  return { asOf: Number(asOf), sessions: list(sessions).map(strings), entries: strings(entries) };
}

function countsOf(asOf: unknown, counts: unknown): CountsReply {
  const [all = 0, expired = 0, expiring = 0, quarantined = 0] = list(counts).map(Number);
  return { asOf: Number(asOf), all, expired, expiring, quarantined };
}

/** What `follow-events` found in a shard. */
export interface FollowReply {
  /** To pass to the next call. */
  readonly place: string;
  /** Whether events were dropped before this instance knew them. */
  readonly missed: boolean;
  readonly entries: readonly { readonly id: string; readonly fields: readonly string[] }[];
}

export function followReply(reply: unknown): readonly FollowReply[] {
  return list(reply).map((ofShard) => {
    const [place, missed, entries] = list(ofShard);
    return {
      place: String(place),
      missed: missed === 1,
      entries: list(entries).map((entry) => {
        const [id, fields] = list(entry);
        return { id: String(id), fields: strings(fields) };
      }),
    };
  });
}
