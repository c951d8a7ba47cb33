import { Catch, ServiceUnavailableException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Answers a failed probe with Terminus' own result. */
@Catch(ServiceUnavailableException)
export class ProbeFilter implements ExceptionFilter<ServiceUnavailableException> {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: ServiceUnavailableException, host: ArgumentsHost): void {
    this.host.httpAdapter.reply(host.switchToHttp().getResponse(), error.getResponse(), error.getStatus());
  }
}
