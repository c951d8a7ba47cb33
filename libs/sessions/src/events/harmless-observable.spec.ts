import { describe, expect, it } from '@jest/globals';
import { filter, firstValueFrom, map, Subject } from 'rxjs';
import { HarmlessObservable } from './harmless-observable.js';

function harness(): { source: Subject<number>; harmless: HarmlessObservable<number>; reported: unknown[] } {
  const source = new Subject<number>();
  const reported: unknown[] = [];
  return { source, harmless: new HarmlessObservable<number>(source, (error) => reported.push(error)), reported };
}

const fail = (): never => {
  throw new Error('boom');
};

describe('HarmlessObservable', () => {
  it('calls all subscribers, even if one of them throws, and continues to call that one', () => {
    const { source, harmless, reported } = harness();
    const seen: number[] = [];
    harmless.subscribe(fail);
    harmless.subscribe({ next: fail });
    harmless.subscribe((value) => seen.push(value));
    source.next(1);
    source.next(2);
    expect(seen).toEqual([1, 2]);
    expect(reported).toHaveLength(4);
  });

  it('does not let an async subscriber that fails end the process', async () => {
    const { source, harmless, reported } = harness();
    const failing = (): unknown => Promise.reject(new Error('boom'));
    harmless.subscribe(failing);
    source.next(1);
    await new Promise(setImmediate);
    expect(reported).toEqual([new Error('boom')]);
  });

  it('makes derived observables harmless, too', () => {
    const { source, harmless, reported } = harness();
    const seen: number[] = [];
    harmless
      .pipe(
        filter((value) => value > 1),
        map((value) => value * 10),
      )
      .subscribe(fail);
    harmless.pipe(map(fail)).subscribe();
    harmless.subscribe((value) => seen.push(value));
    source.next(1);
    source.next(2);
    expect(seen).toEqual([1, 2]);
    expect(reported).toHaveLength(2);
  });

  it('hands an error of an operator to the subscriber that asks for it', () => {
    const { source, harmless, reported } = harness();
    const errors: unknown[] = [];
    harmless.pipe(map(fail)).subscribe({ error: (error) => errors.push(error) });
    source.next(1);
    expect([errors.length, reported.length]).toEqual([1, 0]);
  });

  it('completes and unsubscribes as any observable', async () => {
    const { source, harmless } = harness();
    const calls: string[] = [];
    const first = firstValueFrom(harmless);
    const subscription = harmless.subscribe({
      next: (n) => calls.push(String(n)),
      complete: () => calls.push('complete'),
    });
    harmless.subscribe((n) => calls.push(`gone ${String(n)}`)).unsubscribe();
    source.next(7);
    source.complete();
    expect(await first).toBe(7);
    expect(calls).toEqual(['7', 'complete']);
    expect(subscription.closed).toBe(true);
  });
});
