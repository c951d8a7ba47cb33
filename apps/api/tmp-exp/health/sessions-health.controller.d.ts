import type { Response } from 'express';
import { SessionsHealthIndicator, type HealthReport } from 'nest-sessions';
export declare class SessionsHealthController {
    private readonly health;
    constructor(health: SessionsHealthIndicator);
    report(response: Response): Promise<HealthReport>;
}
//# sourceMappingURL=sessions-health.controller.d.ts.map