import { ServiceUnavailableException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
/** Answers a failed probe with Terminus' own result. */
export declare class ProbeFilter implements ExceptionFilter<ServiceUnavailableException> {
    private readonly host;
    constructor(host: HttpAdapterHost);
    catch(error: ServiceUnavailableException, host: ArgumentsHost): void;
}
//# sourceMappingURL=probe.filter.d.ts.map