import type { NextFunction, Request, Response } from 'express';
export declare const MAX_BODY_BYTES: number;
/**
 * Refuses a body whose length is too large before any of it is read. When such a request, or one that gives no length, is
 * answered before its body is complete, its connection ends: Node would read on to the end of the body, however long that is.
 */
export declare function refuseLargeBodies(request: Request, response: Response, next: NextFunction): void;
/** Counts the bytes of a body that has no length. The body parser alone would read one that is too large to its end. */
export declare function limitChunkedBodies(request: Request, response: Response, next: NextFunction): void;
//# sourceMappingURL=bodies.d.ts.map