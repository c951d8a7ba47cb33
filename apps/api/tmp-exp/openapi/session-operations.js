import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiSecurity, ApiTags, } from '@nestjs/swagger';
import { HEALTH_SEGMENT } from '../api-prefix.js';
import { SessionsController } from '../sessions/sessions.controller.js';
import { ApiErrors } from './api-errors.js';
import { documented } from './documented.js';
import { API_KEY_SCHEME, MESSAGING_TAG, SCHEMA_NAMES } from './names.js';
import { SessionDeletedSchema } from './session-deleted.schema.js';
import { SessionPageSchema } from './session-page.schema.js';
import { SessionSchema } from './session.schema.js';
const ANYWHERE = ['UNAUTHORIZED', 'RATE_LIMITED', 'INTERNAL_ERROR', 'STORE_UNAVAILABLE'];
const WITH_BODY = ['VALIDATION_ERROR', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
const BY_ID = ['VALIDATION_ERROR', 'SESSION_NOT_FOUND', 'SESSION_EXPIRED'];
const SESSION_ID = ApiParam({
    name: 'sessionId',
    description: 'The `sessionId` that the session was created with',
    schema: { type: 'string', not: { type: 'string', enum: [HEALTH_SEGMENT] } },
});
const BROKEN_BODY = { field: 'body', problem: 'is broken JSON', allowed: 'a JSON object' };
documented(SessionsController, {
    create: operation({
        operationId: 'createSession',
        summary: 'Create a session',
        description: 'What the timeout configuration leaves out comes from the defaults of the server.',
    }, [...WITH_BODY, 'SESSION_LIMIT_REACHED', 'CAPACITY_REACHED', ...ANYWHERE], { field: 'timeoutConfig.timeoutMinutes', problem: 'is 3', allowed: 'a number of minutes, 5 to 1440' }, ApiBody({ required: true, schema: { $ref: `#/components/schemas/${SCHEMA_NAMES.create}` } }), ApiCreatedResponse({ type: SessionSchema, description: 'The new session' })),
    list: operation({
        operationId: 'listSessions',
        summary: 'List active sessions',
        description: 'Page by page. A session that lives through the whole run is given exactly once, whatever is created and ' +
            'deleted meanwhile. A page may be shorter than its limit and still have a next one.',
    }, ['VALIDATION_ERROR', ...ANYWHERE], { field: 'limit', problem: 'is the text "0"', allowed: 'a whole number, 1 to 1000' }, ApiQuery({
        name: 'limit',
        required: false,
        description: 'The most sessions of one page',
        schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
    }), ApiQuery({
        name: 'cursor',
        required: false,
        description: '`nextCursor` of the page before; leave it out for the first page',
        schema: { type: 'string' },
    }), ApiQuery({
        name: 'userId',
        required: false,
        description: 'Only the sessions of this user, in either case',
        schema: { type: 'string', format: 'uuid' },
    }), ApiOkResponse({ type: SessionPageSchema, description: 'A page of active sessions' })),
    get: byId({
        operationId: 'getSession',
        summary: 'Read a session',
        description: 'Does not extend it.',
    }, [], { field: 'request', problem: "can't be read", allowed: 'a well-formed address and body' }),
    heartbeat: byId({
        operationId: 'sendSessionHeartbeat',
        summary: 'Record activity',
        description: 'Extends the session if it has `autoRenew`, though never past its max duration. Needs no body.',
    }, WITH_BODY, BROKEN_BODY),
    renew: byId({
        operationId: 'renewSession',
        summary: 'Extend a session',
        description: 'Whatever `autoRenew` says, though never past its max duration. Needs no body.',
    }, WITH_BODY, BROKEN_BODY),
    changeTimeouts: byId({
        operationId: 'updateSessionTimeout',
        summary: 'Change the timeouts of a session',
        description: 'Changes the fields that are sent; the others stay. The expiry follows anew, and a session that is past it by ' +
            'then ends with 410.',
    }, WITH_BODY, { field: 'timeoutMinutes', problem: 'is 3', allowed: 'a number of minutes, 5 to 1440' }, ApiBody({ required: true, schema: { $ref: `#/components/schemas/${SCHEMA_NAMES.changeTimeouts}` } })),
    delete: operation({
        operationId: 'deleteSession',
        summary: 'End a session',
        description: 'Its id is worth nothing from then on: a second time it is 404.',
    }, [...BY_ID, ...WITH_BODY, ...ANYWHERE], BROKEN_BODY, SESSION_ID, ApiOkResponse({ type: SessionDeletedSchema, description: 'The session was deleted' })),
});
function byId(options, errors, invalid, ...more) {
    const response = ApiOkResponse({ type: SessionSchema, description: 'The session as it is now' });
    return operation(options, [...BY_ID, ...errors, ...ANYWHERE], invalid, SESSION_ID, response, ...more);
}
function operation(options, errors, invalid, ...more) {
    return applyDecorators(ApiTags(MESSAGING_TAG), ApiOperation(options), ApiSecurity(API_KEY_SCHEME), ...more, ApiErrors([...new Set(errors)], invalid));
}
//# sourceMappingURL=session-operations.js.map