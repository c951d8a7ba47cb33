import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger, type ArgumentsHost } from '@nestjs/common';
import { CapacityReachedError, StoreUnavailableError } from 'nest-sessions';
import { ApiError } from './api-error.js';
import { ApiErrorFilter } from './api-error.filter.js';
import { RefusalLog } from './refusal-log.js';

const FULL = new ApiError('CAPACITY_REACHED', { cause: new Error('The store is full.') });

const response = { headersSent: false, status: () => response, json: () => response };
const host = { switchToHttp: () => ({ getResponse: () => response }) } as unknown as ArgumentsHost;

describe('The log of refused requests', () => {
  const lines: unknown[][] = [];

  beforeEach(() => {
    lines.length = 0;
    jest.spyOn(Logger.prototype, 'error').mockImplementation((...line: unknown[]) => {
      lines.push(line);
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('has one line for a full store, and a reminder each minute', () => {
    const log = new RefusalLog();
    for (let second = 0; second < 60; second += 1) log.add(FULL, second * 1000);
    expect(lines).toEqual([['CAPACITY_REACHED: The store is full.']]);
    log.add(FULL, 60_000);
    expect(lines[1]).toEqual(['CAPACITY_REACHED: The store is full. Requests refused since the last line: 59.']);
  });

  it('has no line for an outage, which the sessions module logs, and no stack for a full store', () => {
    const filter = new ApiErrorFilter();
    for (let refused = 0; refused < 2000; refused += 1) {
      filter.catch(new StoreUnavailableError('away'), host);
      filter.catch(new CapacityReachedError(1), host);
    }
    expect(lines).toEqual([[expect.stringMatching(/^CAPACITY_REACHED: The store is full: .*\.$/)]]);
  });

  it('has the stack of a failure that nobody expected', () => {
    new ApiErrorFilter().catch(new Error('broken'), host);
    expect(lines).toEqual([['INTERNAL_ERROR', expect.stringMatching(/broken\n +at /)]]);
  });
});
