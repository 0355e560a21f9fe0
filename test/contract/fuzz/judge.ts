import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApiDocument, OpenApiOperation } from '../openapi-types.js';

export interface Answer {
  statusCode: number;
  headers: Record<string, unknown>;
  body: string;
}

/** What no answer may hold: traces, statements and messages of the database, paths of ours. None of it is in what is sent. */
const LEAKS = [
  /\n\s+at .+:\d+/,
  /node_modules/,
  /\bdist\/(apps|libs)/,
  /syntax error at or near/i,
  /invalid input syntax/i,
  /violates .* constraint/i,
  /relation "/,
  /\bSELECT .* FROM\b/,
  /\/(tmp|home|root|usr|var|opt)\/[\w.-]/,
  /ECONNREFUSED/,
  /TypeError|ReferenceError|RangeError/,
];

/** Holds answers against the document. */
export class Judge {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: false });
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly known = new WeakMap<object, ValidateFunction>();

  constructor(private readonly document: OpenApiDocument) {
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema({ $id: 'document', components: document.components });
  }

  /** @returns what is wrong with the answer; null where nothing is */
  fault(operation: OpenApiOperation, { statusCode, headers, body }: Answer): string | null {
    if (statusCode >= 500) return `answered ${statusCode}`;
    const documented = operation.responses[String(statusCode)];
    if (documented === undefined) return `answered ${statusCode}, which is not documented`;
    const leak = LEAKS.find((pattern) => pattern.test(body));
    if (leak !== undefined) return `the body holds what nobody should see (${leak.source})`;
    if (body === '')
      return documented.content === undefined || statusCode === 304 ? null : 'answered without a body';
    const type = String(headers['content-type']).split(';', 1)[0]!;
    const content = documented.content?.[type] ?? documented.content?.['*/*'];
    if (content === undefined) return `answered ${statusCode} with ${type}, which is not documented`;
    if (!/^application\/([\w.-]+\+)?json$/.test(type) || content.schema === undefined) return null;
    const validate = this.validator(content.schema);
    return validate(JSON.parse(body))
      ? null
      : `the body is not as documented: ${this.ajv.errorsText(validate.errors)}`;
  }

  /** Operations share schemas, and compiling one takes longer than a request. */
  private validator(schema: object): ValidateFunction {
    const known = this.known.get(schema);
    if (known !== undefined) return known;
    const absolute = JSON.stringify(schema).replaceAll('"#/components', '"document#/components');
    let validate = this.validators.get(absolute);
    if (validate === undefined) {
      validate = this.ajv.compile(JSON.parse(absolute) as object);
      this.validators.set(absolute, validate);
    }
    this.known.set(schema, validate);
    return validate;
  }
}
