import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthReportSchema, UnhealthyReportSchema } from 'nest-sessions/swagger';
import { ProbesController } from '../health/probes.controller.js';
import { SessionsHealthController } from '../health/sessions-health.controller.js';
import { documented } from './documented.js';
import { MESSAGING_TAG, PROBES_TAG } from './names.js';
import { failedProbeSchema, passedProbeSchema } from './probe-schemas.js';
const HEALTHY = {
    status: 'healthy',
    activeSessions: 42,
    timestamp: '2024-01-15T10:30:45.123Z',
    expiringSoon: 3,
    uptime: 3600.5,
};
const DEGRADED = { ...HEALTHY, status: 'degraded', invalidSessions: 1 };
const EXAMPLES = {
    healthy: { summary: 'healthy', value: HEALTHY },
    degraded: { summary: 'degraded', value: DEGRADED },
};
documented(SessionsHealthController, {
    report: applyDecorators(ApiTags(MESSAGING_TAG), ApiOperation({
        operationId: 'getSessionsHealth',
        summary: 'Sessions API health check',
        description: 'Check the health status of the sessions API and get active session statistics',
        security: [],
    }), ApiOkResponse({ type: HealthReportSchema, description: 'Sessions API is healthy', examples: EXAMPLES }), ApiServiceUnavailableResponse({
        type: UnhealthyReportSchema,
        example: { status: 'unhealthy', timestamp: '2024-01-15T10:30:45.123Z', uptime: 3600.5 },
        description: "Sessions API is unhealthy. While its store can't be asked, there are no counts",
    })),
});
documented(ProbesController, {
    live: applyDecorators(ApiTags(PROBES_TAG), ApiOperation({
        operationId: 'getLiveness',
        summary: 'Does the process answer?',
        description: 'Asks no store: a restart does not mend a store.',
        security: [],
    }), ApiOkResponse({ description: 'The process answers', schema: passedProbeSchema({}) })),
    ready: applyDecorators(ApiTags(PROBES_TAG), ApiOperation({
        operationId: 'getReadiness',
        summary: 'Can the server take requests?',
        description: 'Asks the sessions: `up`, `degraded` with its reasons, or `down`.',
        security: [],
    }), ApiOkResponse({
        description: 'The server takes requests',
        schema: passedProbeSchema({
            sessions: { activeSessions: 42, expiringSoon: 3, invalidSessions: 0, status: 'up' },
        }),
    }), ApiServiceUnavailableResponse({
        description: 'The sessions are unhealthy, or the server is shutting down',
        schema: failedProbeSchema({ sessions: { reasons: ['the store did not answer within 800 ms'], status: 'down' } }, 'error'),
    })),
});
//# sourceMappingURL=health-operations.js.map