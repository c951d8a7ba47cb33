import { describe, expect, it } from '@jest/globals';
import { copyJson } from './json.js';

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
    expect(copyJson(circle)).toMatchObject({ ok: false });
    expect(copyJson({ big: 1n })).toMatchObject({ ok: false });
    expect(copyJson({ toJSON: () => 'string' })).toMatchObject({ ok: false });
  });
});
