import { type Type } from '@nestjs/common';
import { type ApiOperationOptions } from '@nestjs/swagger';
import { type ErrorCode } from '../errors/error-codes.js';
export declare const BODY_ERRORS: readonly ["PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"];
/** What stands in examples. */
export declare const EXAMPLE: {
    sessionId: string;
    channelId: string;
    agentId: string;
    userId: string;
    cursor: string;
};
/** The errors of an operation, by status, each code with an example. */
export declare function ApiErrors(...codes: ErrorCode[]): MethodDecorator;
/** An operation on one session, with its own errors besides those of all of them. */
export declare function ApiOneSession(texts: ApiOperationOptions, type: Type, ...errors: ErrorCode[]): MethodDecorator;
/** Leads from an answer with a session to the operations of that session. */
export declare const SESSION_LINKS: {
    [k: string]: {
        readonly operationId: string;
        readonly parameters: {
            readonly sessionId: "$response.body#/sessionId";
        };
    };
};
//# sourceMappingURL=decorators.d.ts.map