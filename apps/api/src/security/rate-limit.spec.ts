import { beforeEach, describe, expect, it } from '@jest/globals';
import { RateLimit } from './rate-limit.js';

describe('RateLimit', () => {
  let now: number;
  let limit: RateLimit;

  beforeEach(() => {
    now = 5_000;
    limit = new RateLimit(2, () => now);
  });

  const ask = (address: string, times: number): number[] =>
    Array.from({ length: times }, () => limit.secondsToWait(address));

  it('lets in as many as it allows, then says in how many seconds the minute ends', () => {
    expect(ask('10.0.0.1', 3)).toEqual([0, 0, 60]);
    now += 59_001;
    expect(ask('10.0.0.1', 1)).toEqual([1]);
  });

  it('begins anew when the minute has ended', () => {
    ask('10.0.0.1', 3);
    now += 60_000;
    expect(ask('10.0.0.1', 3)).toEqual([0, 0, 60]);
  });

  it('counts each address by itself', () => {
    expect(ask('10.0.0.1', 2)).toEqual([0, 0]);
    expect(ask('10.0.0.2', 2)).toEqual([0, 0]);
  });

  it('counts an IPv4 address that is written as IPv6 as what it is', () => {
    ask('10.0.0.1', 2);
    expect(ask('::ffff:10.0.0.1', 1)).toEqual([60]);
    expect(ask('::ffff:10.0.0.2', 1)).toEqual([0]);
  });

  it('counts an IPv6 network of 64 bits as one', () => {
    ask('2001:db8:0:1::1', 2);
    expect(ask('2001:db8:0:1:ffff::2', 1)).toEqual([60]);
    expect(ask('2001:db8:0:2::1', 1)).toEqual([0]);
    expect(ask('::1', 1)).toEqual([0]);
  });
});
