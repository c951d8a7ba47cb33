import { BlockList, isIP } from 'node:net';
import * as z from 'zod';
import { minutesToMs } from './minutes.js';

/** A hundred years, the longest timeout that a session can have. */
const MAX_MINUTES = 100 * 365 * 24 * 60;
/** 24 days: Node's timers do not wait longer. */
export const MAX_TIMER_MINUTES = 24 * 24 * 60;

// How each kind of variable is read. The message of each says what is allowed.
export const integer = (min: number, max = Number.MAX_SAFE_INTEGER): z.ZodType<number, string> =>
  number(/^\d+$/, `a whole number, ${String(min)} to ${String(max)}`, (value) => value >= min && value <= max);
export const seconds = (min: number, max: number): z.ZodType<number, string> =>
  number(DECIMAL, `a number of seconds, ${String(min)} to ${String(max)}`, (value) => value >= min && value <= max);
export const minutes = ({ zero = false, max = MAX_MINUTES } = {}): z.ZodType<number, string> =>
  number(
    DECIMAL,
    `a number of minutes, ${zero ? '0' : 'above 0'} to ${String(max)}`,
    (value) => value <= max && (zero || minutesToMs(value) > 0),
  );
export const flag = (): z.ZodType<boolean, string> =>
  z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive', error: 'true or false' });
export const oneOf = <const Names extends readonly string[]>(...names: Names): z.ZodType<Names[number], string> =>
  z.enum(names, names.join(' or '));
export const visibleText = (): z.ZodType<string, string> =>
  z.string().regex(/^[\x21-\x7e]+$/, 'visible ASCII characters without spaces');
/** A key of the API, and what it may do: each scope includes those before it. */
export interface ApiKey {
  readonly name: string;
  readonly scope: Scope;
  readonly secret: string;
}
export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];
const API_KEY = /^([a-z0-9-]{1,32}):(read|write|admin):([\x21-\x2b\x2d-\x7e]+)$/;
/** Such as `web:write:secret,ops:admin:other`. Names differ, so that the log says which key was used. */
export const apiKeys = (): z.ZodType<readonly ApiKey[], string> => {
  const allowed =
    'keys such as web:write:secret with commas between them: a name of its own (a-z, 0-9, -), read, write or admin, and a secret';
  return z
    .string()
    .transform((value) => value.split(',').flatMap((item) => item.trim() || []))
    .refine((items) => items.every((item) => API_KEY.test(item)), allowed)
    .transform((items) => items.flatMap((item) => apiKeyOf(item) ?? []))
    .refine((keys) => new Set(keys.map(({ name }) => name)).size === keys.length, allowed);
};

export const path = (): z.ZodType<string, string> => z.string().regex(/^[^\0]+$/, 'the path of a directory');

export const host = (): z.ZodType<string, string> => z.string().refine(isHost, 'a host name or an IP address');
export const hosts = (): z.ZodType<string[], string> =>
  list('host names or IP addresses without ports, with commas between them', isHost);
export const origins = (): z.ZodType<string[], string> =>
  list('origins such as https://app.example.com, with commas between them', isOrigin);
export const publicUrl = (): z.ZodType<string, string> =>
  z.string().refine(isPublicUrl, 'an http or https URL such as https://api.example.com/svc');
export const redisUrl = (): z.ZodType<string, string> =>
  z
    .string()
    .refine(
      (value) => /^rediss?:\/\/[^/]/.test(value) && URL.canParse(value),
      'a URL such as redis://127.0.0.1:6379, or rediss:// for TLS',
    );
/** Hops, or addresses and networks, in the form that Express takes for `trust proxy`. Never all: anybody could lie. */
export const proxies = (): z.ZodType<number | string[], string> =>
  z.union(
    [integer(1, 32), list('', isNetwork)],
    'a number of hops, 1 to 32, or IP addresses and networks such as 10.0.0.0/8 with commas between them, not all of them',
  );

/** Whether a server that listens there can be reached from this machine only. */
export function isLoopbackHost(name: string): boolean {
  const version = isIP(name);
  if (version === 0) return name.toLowerCase() === 'localhost';
  return LOOPBACK.check(name, version === 4 ? 'ipv4' : 'ipv6');
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function apiKeyOf(item: string): ApiKey | undefined {
  const [, name = '', scope = '', secret = ''] = API_KEY.exec(item) ?? [];
  const known = SCOPES.find((one) => one === scope);
  return known && { name, scope: known, secret };
}

const DECIMAL = /^\d+(\.\d+)?$/;

function number(form: RegExp, allowed: string, isAllowed: (value: number) => boolean): z.ZodType<number, string> {
  return z.string().regex(form, allowed).transform(Number).refine(isAllowed, allowed);
}

function list(allowed: string, isAllowed: (item: string) => boolean): z.ZodType<string[], string> {
  const split = (value: string): string[] => value.split(',').flatMap((item) => item.trim().toLowerCase() || []);
  return z
    .string()
    .transform(split)
    .refine((items) => items.every(isAllowed), allowed);
}

function isHost(value: string): boolean {
  return isIP(value) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value);
}

/** An http or https URL without a query, a fragment, a user or a password. */
function isPublicUrl(value: string): boolean {
  return /^https?:\/\/[^/@?#]+(\/[^?#]*)?$/.test(value) && URL.canParse(value);
}

function isOrigin(value: string): boolean {
  return isPublicUrl(value) && new URL(value).origin === value;
}

function isNetwork(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d*$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
