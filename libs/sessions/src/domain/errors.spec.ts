import { describe, expect, it, jest } from '@jest/globals';
import { CapacityReachedError, isSessionError } from './errors.js';

describe('isSessionError', () => {
  it('recognises errors of this package', () => {
    expect(isSessionError(new CapacityReachedError(1))).toBe(true);
  });

  it('recognises errors of another copy of this package', async () => {
    await jest.isolateModulesAsync(async () => {
      const copy = await import('./errors.js');
      expect(copy.CapacityReachedError).not.toBe(CapacityReachedError);
      expect(isSessionError(new copy.CapacityReachedError(1))).toBe(true);
    });
  });

  it.each([
    ['an error of another package with the same code', Object.assign(new Error('full'), { code: 'CAPACITY_REACHED' })],
    ['an error without a code', new Error('full')],
    ['a string', 'CAPACITY_REACHED'],
    ['null', null],
    ['undefined', undefined],
  ])('does not recognise %s', (_, error) => {
    expect(isSessionError(error)).toBe(false);
  });
});
