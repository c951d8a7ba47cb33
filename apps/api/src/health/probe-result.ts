import type { SchemaObject } from '@nestjs/swagger';

type Indicators = Readonly<Record<string, { readonly status: 'up' | 'down' } & Readonly<Record<string, unknown>>>>;

/** The result of Terminus for a probe that passed. */
export function passedProbe(details: Indicators): SchemaObject {
  return probeResult(['ok', 'degraded'], { status: 'ok', info: details, error: {}, details });
}

/** The result of Terminus for a probe that failed. */
export function failedProbe(details: Indicators): SchemaObject {
  return probeResult(['error', 'shutting_down'], { status: 'error', info: {}, error: details, details });
}

function probeResult(statuses: string[], example: object): SchemaObject {
  const indicator: SchemaObject = {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', enum: ['up', 'degraded', 'down'] } },
    additionalProperties: true,
  };
  const indicators: SchemaObject = { type: 'object', additionalProperties: indicator };
  return {
    type: 'object',
    required: ['status', 'info', 'error', 'details'],
    properties: {
      status: { type: 'string', enum: statuses },
      info: { ...indicators, description: 'What is up or degraded' },
      error: { ...indicators, description: 'What is down' },
      details: { ...indicators, description: 'All of it' },
    },
    example,
  };
}
