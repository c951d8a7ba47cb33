import { describe, expect, it } from '@jest/globals';
import { copyJson, EMPTY_JSON, freezeJson } from './json.js';

describe('copyJson', () => {
  it('copies and freezes in depth', () => {
    const value = { list: [{ n: 1 }] };
    const copy = copyJson(value);
    expect(copy).toEqual({ ok: true, value, bytes: 18 });
    value.list.push({ n: 2 });
    expect(copy).toMatchObject({ value: { list: [{ n: 1 }] } });
    expect(() => Object.assign(copy.ok ? (copy.value.list ?? {}) : {}, { 0: 5 })).toThrow(TypeError);
  });

  it('converts values as JSON does', () => {
    const copy = copyJson({ at: new Date(0), gone: undefined, nan: NaN });
    expect(copy).toMatchObject({ ok: true, value: { at: '1970-01-01T00:00:00.000Z', nan: null } });
    expect(copy.ok && Object.keys(copy.value)).toEqual(['at', 'nan']);
  });

  it('measures bytes, not characters', () => {
    expect(copyJson({ a: '💥' })).toMatchObject({ bytes: 12 });
  });

  it('accepts objects without a prototype, and __proto__ as a key', () => {
    expect(copyJson(Object.assign(Object.create(null), { a: 1 }))).toMatchObject({ ok: true });
    const copy = copyJson(JSON.parse('{"__proto__": {"admin": true}}'));
    expect(copy.ok && Object.keys(copy.value)).toEqual(['__proto__']);
    expect(copy.ok && 'admin' in copy.value).toBe(false);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [[], 'an array'],
    ['string', 'string'],
    [7, 'number'],
    [new Map(), 'an instance of a class'],
    [() => 1, 'function'],
  ])('refuses %p', (value, name) => {
    expect(copyJson(value)).toEqual({ ok: false, problem: `must be a JSON object, got ${name}` });
  });

  it('accepts 100 levels, and refuses any deeper value with the same message', () => {
    const nested = (levels: number): unknown => JSON.parse(`{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`);
    expect(copyJson(nested(100))).toMatchObject({ ok: true });
    for (const levels of [101, 2500, 100_000]) {
      const problem = 'is nested deeper than the 100 levels allowed';
      expect(copyJson(nested(levels))).toEqual({ ok: false, problem });
    }
  });

  it('refuses values that JSON can not represent', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const unwritable = { ok: false, problem: expect.stringMatching(/^can't be written as JSON: ./) };
    expect(copyJson(circle)).toEqual(unwritable);
    expect(copyJson({ big: 1n })).toEqual(unwritable);
    const noObject = { ok: false, problem: 'has a toJSON() that does not return an object' };
    for (const value of ['string', undefined, null, []]) expect(copyJson({ toJSON: () => value })).toEqual(noObject);
  });

  it('gives the one empty object for every empty object', () => {
    const copies = [copyJson({}), copyJson({ toJSON: () => ({}) })];
    for (const copy of copies) {
      expect(copy).toEqual({ ok: true, value: {}, bytes: 2 });
      expect(copy.ok && copy.value).toBe(EMPTY_JSON);
    }
  });
});

describe('freezeJson', () => {
  it.each([null, 'string', 7, true])('gives back %p', (value) => {
    expect(freezeJson(value)).toBe(value);
  });

  it('freezes objects and arrays in depth', () => {
    const value = freezeJson({ list: [{ n: 1 }] });
    expect([value, value.list, value.list[0]].every((part) => Object.isFrozen(part))).toBe(true);
  });
});
