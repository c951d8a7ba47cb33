import * as z from 'zod';
/** 24 days: Node's timers do not wait longer. */
export declare const MAX_TIMER_MINUTES: number;
export declare const integer: (min: number, max?: number) => z.ZodType<number, string>;
export declare const seconds: (min: number, max: number) => z.ZodType<number, string>;
export declare const minutes: ({ zero, max }?: {
    zero?: boolean | undefined;
    max?: number | undefined;
}) => z.ZodType<number, string>;
export declare const flag: () => z.ZodType<boolean, string>;
export declare const oneOf: <const Names extends readonly string[]>(...names: Names) => z.ZodType<Names[number], string>;
export declare const visibleText: () => z.ZodType<string, string>;
export declare const path: () => z.ZodType<string, string>;
export declare const host: () => z.ZodType<string, string>;
export declare const hosts: () => z.ZodType<string[], string>;
export declare const origins: () => z.ZodType<string[], string>;
export declare const publicUrl: () => z.ZodType<string, string>;
export declare const redisUrl: () => z.ZodType<string, string>;
/** Hops, or addresses and networks, in the form that Express takes for `trust proxy`. Never all: anybody could lie. */
export declare const proxies: () => z.ZodType<number | string[], string>;
/** Whether a server that listens there can be reached from this machine only. */
export declare function isLoopbackHost(name: string): boolean;
//# sourceMappingURL=variables.d.ts.map