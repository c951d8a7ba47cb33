import type { RequestHandler } from 'express';
/** Lets in who sends the API key. Not a guard: it comes before the body is parsed, and holds for unknown routes, too. */
export declare function requireApiKey(key: string): RequestHandler;
//# sourceMappingURL=api-key.d.ts.map