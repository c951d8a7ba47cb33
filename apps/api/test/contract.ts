import type { OpenAPIObject } from '@nestjs/swagger';
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** An answer as far as the document says something about it. */
export interface CheckedAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** What an address that is not documented may answer. */
const UNKNOWN_ROUTE: Readonly<Record<number, readonly string[]>> = {
  401: ['UNAUTHORIZED'],
  404: ['NOT_FOUND', 'SESSION_NOT_FOUND'],
  413: ['PAYLOAD_TOO_LARGE'],
  421: ['HOST_NOT_ALLOWED'],
  429: ['RATE_LIMITED'],
};

type Json = Readonly<Record<string, unknown>>;

/** Validates answers by an OpenAPI document. Fields that it does not name are wrong. */
export class Contract {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(private readonly document: OpenAPIObject) {
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(closed(document), 'document');
  }

  /** Throws unless the document allows this answer. An address that it does not name must answer 404. */
  check(method: string, path: string, answer: CheckedAnswer): void {
    const where = `${method} ${path} -> ${String(answer.status)}`;
    const [pathname = ''] = path.split('?');
    if (/^\/docs(-|\/|$)/.test(pathname)) return;
    const route = this.#route(pathname);
    const operation = route && this.#at('paths', route, method === 'HEAD' ? 'get' : method.toLowerCase());
    if (!route || !operation) {
      this.#checkUnknown(where, answer);
      return;
    }
    const pointer = [
      'paths',
      route,
      method === 'HEAD' ? 'get' : method.toLowerCase(),
      'responses',
      String(answer.status),
    ];
    if (!this.#at(...pointer)) throw new Error(`${where}: this status is not documented`);
    if (method === 'HEAD') return;
    this.validate([...pointer, 'content', 'application/json', 'schema'], answer.body, where);
    if (!answer.contentType?.startsWith('application/json')) throw new Error(`${where}: is not application/json`);
    this.#checkCode(where, this.#at(...pointer, 'content', 'application/json', 'examples'), answer.body);
  }

  /** Throws unless the value fits the schema at this place of the document. */
  validate(pointer: readonly string[], value: unknown, where = pointer.join('/')): void {
    const validate = this.#schema(pointer);
    if (validate(value)) return;
    throw new Error(`${where}: ${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
  }

  #checkUnknown(where: string, { status, body }: CheckedAnswer): void {
    const codes = UNKNOWN_ROUTE[status];
    if (!codes) throw new Error(`${where}: an address that is not documented is 404`);
    this.validate(['components', 'schemas', 'ErrorResponse'], body, where);
    const code = errorCode(body);
    if (code === undefined || !codes.includes(code)) throw new Error(`${where}: its code is ${codes.join(' or ')}`);
  }

  #checkCode(where: string, examples: unknown, body: unknown): void {
    const code = errorCode(body);
    if (code === undefined) return;
    if (!isJson(examples) || !(code in examples)) throw new Error(`${where}: the code ${code} is not documented`);
  }

  #schema(pointer: readonly string[]): ValidateFunction {
    const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
    const schema = this.#ajv.getSchema(`document#/${escaped.join('/')}`);
    if (!schema) throw new Error(`The document has no schema at ${pointer.join('/')}`);
    return schema;
  }

  #route(pathname: string): string | undefined {
    const segments = pathname.split('/');
    const fits = (route: string): boolean => {
      const parts = route.split('/');
      return (
        parts.length === segments.length && parts.every((part, at) => part === segments[at] || part.startsWith('{'))
      );
    };
    const fitting = Object.keys(this.document.paths).filter(fits);
    return fitting.find((route) => !route.includes('{')) ?? fitting[0];
  }

  #at(...pointer: readonly string[]): unknown {
    return pointer.reduce<unknown>((value, part) => (isJson(value) ? value[part] : undefined), this.document);
  }
}

function errorCode(body: unknown): string | undefined {
  if (!isJson(body) || !isJson(body.error)) return undefined;
  return typeof body.error.code === 'string' ? body.error.code : undefined;
}

/** A copy in which every object schema refuses what it does not name, unless it says otherwise. */
function closed(value: unknown): Json {
  const copy: unknown = JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    isJson(part) && isJson(part.properties) && !('additionalProperties' in part)
      ? { ...part, additionalProperties: false }
      : part,
  );
  return isJson(copy) ? copy : {};
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
