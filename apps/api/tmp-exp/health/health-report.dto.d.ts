import type { HealthReport } from 'nest-sessions';
import { HealthReportSchema, UnhealthyReportSchema } from 'nest-sessions/swagger';
/** The published report, with a meaning for each status. */
export declare class HealthReportDto extends HealthReportSchema {
    readonly status: HealthReport['status'];
}
export declare class UnhealthyReportDto extends UnhealthyReportSchema {
    readonly status: 'unhealthy';
}
export declare const REPORT_EXAMPLES: {
    healthy: {
        summary: string;
        value: {
            uptime: number;
            activeSessions: number;
            timestamp: string;
            expiringSoon: number;
            status: string;
        };
    };
    degraded: {
        summary: string;
        value: {
            invalidSessions: number;
            uptime: number;
            activeSessions: number;
            timestamp: string;
            expiringSoon: number;
            status: string;
        };
    };
};
export declare const UNHEALTHY_EXAMPLES: {
    storeFails: {
        summary: string;
        value: {
            status: string;
            timestamp: string;
            uptime: number;
        };
    };
    shutDown: {
        summary: string;
        value: {
            uptime: number;
            activeSessions: number;
            timestamp: string;
            expiringSoon: number;
            status: string;
        };
    };
};
//# sourceMappingURL=health-report.dto.d.ts.map