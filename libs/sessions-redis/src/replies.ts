import type { SessionTexts } from './record.js';

/** What a script answers about one session; the codes of all scripts are here. */
export type SessionReply =
  | {
      readonly code: 'active' | 'expired' | 'conflict' | 'stale';
      readonly asOf: number;
      readonly session: SessionTexts;
      readonly renewed: boolean;
    }
  | { readonly code: 'quarantined'; readonly asOf: number; readonly entry: string }
  | { readonly code: 'unknown'; readonly asOf: number };

/** What a script answers that creates a session; `limit` when its user has as many as allowed. */
export type CreateReply =
  | {
      readonly code: 'created';
      readonly asOf: number;
      readonly evicted: readonly SessionTexts[];
      readonly entries: readonly string[];
    }
  | { readonly code: 'limit' };

export interface RevokeReply {
  readonly asOf: number;
  readonly ended: readonly SessionTexts[];
  readonly entries: readonly string[];
  /** The place in the user's index to go on from; empty at the end. */
  readonly next: string;
}

export interface CountsReply {
  readonly asOf: number;
  readonly all: number;
  readonly expired: number;
  /** Sessions that have come to their warning, the expired ones included. */
  readonly expiring: number;
  readonly quarantined: number;
}

export interface SweepReply {
  readonly asOf: number;
  readonly more: boolean;
  readonly ended: readonly SessionTexts[];
  readonly expiring: readonly SessionTexts[];
  readonly entries: readonly string[];
}

export interface PageReply {
  readonly counts: CountsReply;
  readonly sessions: readonly SessionTexts[];
  readonly entries: readonly string[];
  /** Where to go on from: a shard of the call, counted from 1, and a place in it. `undefined` at the end. */
  readonly next: { readonly at: number; readonly place: number } | undefined;
  /** The user's active sessions, where one was asked for. */
  readonly total: number | undefined;
}

export function sessionReply(reply: unknown): SessionReply {
  const [code, asOf, what, renewed] = list(reply);
  switch (code) {
    case 'active':
    case 'expired':
    case 'conflict':
    case 'stale':
      return { code, asOf: Number(asOf), session: texts(what), renewed: renewed === 1 };
    case 'quarantined':
      return { code, asOf: Number(asOf), entry: String(what) };
    case 'unknown':
      return { code, asOf: Number(asOf) };
    default:
      throw unexpected();
  }
}

export function createReply(reply: unknown): CreateReply {
  const [code, asOf, evicted, entries] = list(reply);
  if (code === 'limit') return { code };
  if (code !== 'created') throw unexpected();
  return { code, asOf: Number(asOf), evicted: list(evicted).map(texts), entries: texts(entries) };
}

export function revokeReply(reply: unknown): RevokeReply {
  const [asOf, ended, entries, next] = list(reply);
  return { asOf: Number(asOf), ended: list(ended).map(texts), entries: texts(entries), next: String(next) };
}

export function countsReply(reply: unknown): CountsReply {
  const [asOf, counts] = list(reply);
  return countsOf(asOf, counts);
}

export function sweepReply(reply: unknown): SweepReply {
  const [asOf, more, ended, expiring, entries] = list(reply);
  return {
    asOf: Number(asOf),
    more: more === 1,
    ended: list(ended).map(texts),
    expiring: list(expiring).map(texts),
    entries: texts(entries),
  };
}

export function pageReply(reply: unknown): PageReply {
  const [asOf, counts, sessions, entries, next, total] = list(reply);
  const [at, place] = list(next);
  return {
    counts: countsOf(asOf, counts),
    sessions: list(sessions).map(texts),
    entries: texts(entries),
    next: at === undefined ? undefined : { at: Number(at), place: Number(place) },
    total: total === undefined ? undefined : Number(total),
  };
}

export function texts(reply: unknown): readonly string[] {
  return list(reply).map(String);
}

function countsOf(asOf: unknown, reply: unknown): CountsReply {
  const [all = 0, expired = 0, expiring = 0, quarantined = 0] = list(reply).map(Number);
  return { asOf: Number(asOf), all, expired, expiring, quarantined };
}

export function list(reply: unknown): readonly unknown[] {
  if (Array.isArray(reply)) return reply;
  throw unexpected();
}

function unexpected(): Error {
  return new Error('A script of the store gave an answer of another version of the package.');
}
