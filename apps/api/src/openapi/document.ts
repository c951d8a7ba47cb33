import type { INestApplication } from '@nestjs/common';
import {
  DocumentBuilder,
  SwaggerModule,
  type OpenAPIObject,
  type StandardSchemaConversionResult,
} from '@nestjs/swagger';
import { createRequire } from 'node:module';
import * as z from 'zod';
import { RequestSchema } from '../http/request-schema.js';
import { HEALTH_PATH } from '../paths.js';
import { apiKeysOf, type Settings } from '../settings/settings.js';

const DESCRIPTION = `Sessions with a lifetime that is enforced exactly, and a health report that is exact and cheap at any size.

A session expires at the earlier of its last renewal plus \`timeoutMinutes\` and its creation plus \`maxDurationMinutes\`. Minutes may be fractions; instants are ISO 8601 in UTC.`;

const CONTACT = { name: 'nest-sessions', url: 'https://www.npmjs.com/package/nest-sessions' };

/** The OpenAPI document of the server. */
export function createDocument(app: INestApplication, settings: Settings): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, description(settings), {
    autoTagControllers: false,
    standardSchemaConverter: (schema) => converted(schema, settings),
  });
  return inlineHealthReport(document);
}

function description(settings: Settings): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Nest Sessions API')
    .setDescription(DESCRIPTION)
    .setVersion(packageVersion())
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setExternalDoc('The published sessions API that this one follows', 'https://docs.elizaos.ai')
    // Relative to the document: a proxy may put a path in front of both.
    .addServer(settings.PUBLIC_URL ?? '.', 'This server')
    .addTag('messaging', 'Operations for messages, channels, and servers')
    .addTag('admin', 'What operators do, with a key of the scope admin')
    .addTag('probes', 'What an orchestrator asks');
  if (apiKeysOf(settings).length > 0) {
    const description =
      'A key of this server. `x-scope` of an operation is the scope that it needs: read, write or admin';
    builder.addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-KEY', description }, 'apiKey');
    builder.addSecurityRequirements('apiKey');
  }
  const { info, security = [], ...rest } = builder.build();
  return { ...rest, security, info: { ...info, contact: CONTACT } };
}

export function packageVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('nest-sessions/package.json');
  return z.object({ version: z.string() }).parse(manifest).version;
}

const JSON_SCHEMA: z.core.ToJSONSchemaParams = {
  io: 'input',
  unrepresentable: 'any',
  // The pattern of a UUID says no more than its format.
  override: ({ jsonSchema: json }) => {
    if (json.format === 'uuid') delete json.pattern;
  },
};

/** The schemas of requests as JSON Schema, which is what OpenAPI 3.1 takes. */
function converted(schema: unknown, settings: Settings): StandardSchemaConversionResult | undefined {
  if (schema instanceof RequestSchema) {
    return {
      schema: { $ref: `#/components/schemas/${schema.name}` },
      components: { [schema.name]: jsonSchema(schema.with(settings)) },
    };
  }
  return schema instanceof z.ZodType ? { schema: jsonSchema(schema) } : undefined;
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, '~standard': __, ...rest } = z.toJSONSchema(schema, JSON_SCHEMA);
  return rest;
}

/** The schema of the health report is part of its operation, as it is published, and not behind a reference. */
function inlineHealthReport(document: OpenAPIObject): OpenAPIObject {
  const { HealthReport: report, ...schemas } = document.components?.schemas ?? {};
  const response = document.paths[`/${HEALTH_PATH}`]?.get?.responses['200'];
  if (!report || !response || !('content' in response)) throw new Error('The health report is not in the document.');
  response.content = { 'application/json': { ...response.content['application/json'], schema: report } };
  return { ...document, components: { ...document.components, schemas } };
}
