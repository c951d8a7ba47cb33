/* eslint-disable @typescript-eslint/no-deprecated --
   with lift, source and operator, RxJS 7 derives observables of the same class. */
import { Observable, Subscriber, type Observer, type Operator, type Subscription } from 'rxjs';

/**
 * An observable whose subscribers can't harm anybody: what they throw goes to `report`. RxJS itself would rethrow it from
 * a timer and so end the process.
 */
export class HarmlessObservable<T> extends Observable<T> {
  constructor(
    source: Observable<unknown>,
    private readonly report: (error: unknown) => void,
    operator?: Operator<unknown, T>,
  ) {
    super();
    this.source = source;
    if (operator) this.operator = operator;
  }

  /** RxJS calls this for every `pipe`, so derived observables are harmless too. */
  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    return new HarmlessObservable<R>(this, this.report, operator);
  }

  override subscribe(
    target?: Partial<Observer<T>> | ((value: T) => void) | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    if (target instanceof Subscriber) return super.subscribe(target);
    const observer =
      typeof target === 'function'
        ? { next: target, error: error ?? undefined, complete: complete ?? undefined }
        : target;
    return super.subscribe({
      next: (value) => this.#guard(() => observer?.next?.(value)),
      error: (failure) => this.#guard(() => (observer?.error ? observer.error(failure) : this.report(failure))),
      complete: () => this.#guard(() => observer?.complete?.()),
    });
  }

  #guard(call: () => unknown): void {
    try {
      const result = call();
      // An async subscriber fails with a rejected promise, which nobody else handles.
      if (typeof result === 'object' && result !== null && 'then' in result) Promise.resolve(result).catch(this.report);
    } catch (error) {
      this.report(error);
    }
  }
}
