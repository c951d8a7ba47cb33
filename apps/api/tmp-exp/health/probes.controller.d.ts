import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { SessionsHealthIndicator } from 'nest-sessions';
export declare class ProbesController {
    private readonly checks;
    private readonly sessions;
    constructor(checks: HealthCheckService, sessions: SessionsHealthIndicator);
    live(): HealthCheckResult;
    ready(): Promise<HealthCheckResult>;
}
//# sourceMappingURL=probes.controller.d.ts.map