import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import { metrics } from '@opentelemetry/api';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { SessionsHistory } from '../history/sessions-history.js';
import { ListenError } from '../http/listen-error.js';
import { LateMeter } from './late-meter.js';
import type { Sdk } from './sdk.js';

/** Registers the meter that the sessions module finds when Nest creates it. */
export function registerMeter(): LateMeter {
  const meter = new LateMeter();
  // Otherwise only the first provider of a process would count, and tests create several servers in one process.
  metrics.disable();
  metrics.setGlobalMeterProvider({ getMeter: () => meter });
  return meter;
}

/** Measures from the first request for metrics on, or from the start if metrics have a port of their own. */
@Injectable()
export class Metrics implements OnApplicationBootstrap, OnApplicationShutdown {
  #sdk: Promise<Sdk> | undefined;

  constructor(
    private readonly sessions: LateMeter,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly history: SessionsHistory,
    private readonly host: HttpAdapterHost<AbstractHttpAdapter<Server>>,
  ) {}

  /** Throws `ListenError`. */
  async onApplicationBootstrap(): Promise<void> {
    const { HOST, METRICS_PORT: port } = this.settings;
    if (port === undefined) return;
    const { exporter } = await this.#started();
    await exporter.startServer().catch((cause: unknown) => {
      throw new ListenError(HOST, port, 'METRICS_PORT', cause);
    });
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    (await this.#started()).exporter.getMetricsRequestHandler(request, response);
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.#sdk)?.stop();
  }

  #started(): Promise<Sdk> {
    this.#sdk ??= import('./sdk.js').then(({ startSdk }) =>
      startSdk(this.settings, this.sessions, this.history, this.host.httpAdapter.getHttpServer()),
    );
    return this.#sdk;
  }
}
