import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject, type SchemaObject } from '@nestjs/swagger';
import * as z from 'zod';
import { API_PREFIX } from '../api-prefix.js';
import { REQUEST_SCHEMAS, type RequestSchemas } from '../sessions/request-schemas.js';
import './health-operations.js';
import { API_KEY_SCHEME, MESSAGING_TAG, PROBES_TAG, SCHEMA_NAMES } from './names.js';
import './session-operations.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** The OpenAPI document of the server. */
export function createDocument(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, description(), { autoTagControllers: false });
  const schemas = { ...document.components?.schemas, ...requestBodySchemas(app.get(REQUEST_SCHEMAS)) };
  return inlineHealthReport({ ...document, components: { ...document.components, schemas } }, schemas);
}

function description(): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Nest Sessions API')
    .setDescription(
      'Sessions with a lifetime that is enforced exactly, and a health report that is exact and cheap at any size.\n\n' +
        'A session expires at the earlier of its last renewal plus `timeoutMinutes` and its creation plus ' +
        '`maxDurationMinutes`. Minutes may be fractions; instants are ISO 8601 in UTC.',
    )
    .setVersion('1.0.0')
    .addServer('/', 'This server')
    .addTag(MESSAGING_TAG, 'Operations for messages, channels, and servers')
    .addTag(PROBES_TAG, 'What an orchestrator asks')
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'X-API-KEY',
        description: 'Needed where the server was started with SESSIONS_API_KEY',
      },
      API_KEY_SCHEME,
    )
    .build();
}

/** The schemas that the server checks request bodies with, so that document and server can't differ. */
function requestBodySchemas(schemas: RequestSchemas): Schemas {
  return {
    [SCHEMA_NAMES.create]: openApiSchema(schemas.create),
    [SCHEMA_NAMES.changeTimeouts]: openApiSchema(schemas.changeTimeouts),
  };
}

function openApiSchema(schema: z.ZodType): SchemaObject {
  const {
    $schema: _,
    '~standard': __,
    ...jsonSchema
  } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  // A schema of OpenAPI 3.1 is JSON Schema; the type is that of 3.0.
  return jsonSchema as SchemaObject;
}

/** The schema of the health report stands in its operation, as it is published, and not behind a reference. */
function inlineHealthReport(document: OpenAPIObject, schemas: Schemas): OpenAPIObject {
  const { HealthReport: report, ...others } = schemas;
  const response = document.paths[`/${API_PREFIX}/sessions/health`]?.get?.responses['200'];
  if (!report || !response || !('content' in response)) throw new Error('The health report is not in the document.');
  response.content = { 'application/json': { ...response.content['application/json'], schema: report } };
  return { ...document, components: { ...document.components, schemas: others } };
}
