/** Messages between a test and a store in a process of its own. */
export interface StoreSettings {
  readonly url: string;
  readonly prefix: string;
}

export interface StoreCall {
  readonly call: number;
  readonly operation: string;
  readonly args: readonly unknown[];
}

export interface StoreAnswer {
  readonly call: number;
  readonly value?: unknown;
  readonly error?: string;
}

export function isStoreSettings(value: unknown): value is StoreSettings {
  return typeof value === 'object' && value !== null && 'url' in value && 'prefix' in value;
}

export function isStoreCall(value: unknown): value is StoreCall {
  return typeof value === 'object' && value !== null && 'call' in value && 'operation' in value;
}

export function isStoreAnswer(value: unknown): value is StoreAnswer {
  return typeof value === 'object' && value !== null && 'call' in value;
}
