import { type JsonSchema, type OpenApiDocument, operationsOf, resolved } from './openapi-types.js';

/** Deep enough for every schema of ours; one that contains itself ends here. */
const MAX_DEPTH = 8;

/** What would break a client that was written against the old document. */
export function breakingChanges(before: OpenApiDocument, after: OpenApiDocument): string[] {
  const now = new Map(operationsOf(after).map(({ name, operation }) => [name, operation]));
  return operationsOf(before).flatMap(({ name, operation: was }) => {
    const is = now.get(name);
    if (is === undefined) return [`${name} is gone`];
    const compare = new Comparison(before, after);
    const known = new Map(
      (was.parameters ?? []).map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]),
    );
    for (const parameter of is.parameters ?? []) {
      const place = `${parameter.in} ${parameter.name}`;
      const old = known.get(place);
      known.delete(place);
      if (parameter.required && !old?.required) compare.found(`${name}: ${place} is required now`);
      compare.schemas(`${name}: ${place}`, 'input', old?.schema, parameter.schema);
    }
    for (const place of known.keys()) compare.found(`${name}: ${place} is gone`);
    const bodyOf = ({ requestBody }: typeof was) => requestBody?.content['application/json']?.schema;
    if (is.requestBody?.required && !was.requestBody?.required)
      compare.found(`${name}: a body is required now`);
    compare.schemas(`${name}: body`, 'input', bodyOf(was), bodyOf(is));
    for (const [status, answer] of Object.entries(was.responses)) {
      if (Number(status) >= 300) continue;
      if (is.responses[status] === undefined) compare.found(`${name}: ${status} is no answer any more`);
      for (const [type, { schema }] of Object.entries(answer.content ?? {})) {
        const content = is.responses[status]?.content?.[type];
        if (is.responses[status] && !content) compare.found(`${name}: ${status} is not ${type} any more`);
        compare.schemas(`${name}: ${status}`, 'output', schema, content?.schema);
      }
    }
    return compare.changes;
  });
}

class Comparison {
  readonly changes: string[] = [];

  constructor(
    private readonly before: OpenApiDocument,
    private readonly after: OpenApiDocument,
  ) {}

  found(change: string): void {
    this.changes.push(change);
  }

  /** @param direction of what clients send, less may be taken; of what they get, less may be given */
  schemas(
    place: string,
    direction: 'input' | 'output',
    old: JsonSchema | undefined,
    current: JsonSchema | undefined,
    depth = 0,
  ): void {
    if (old === undefined || current === undefined || depth > MAX_DEPTH) return;
    const was = resolved(this.before, old);
    const is = resolved(this.after, current);
    this.types(place, direction, was, is);
    for (const value of was.enum ?? []) {
      if (is.enum !== undefined && !is.enum.includes(value))
        this.found(`${place}: ${String(value)} is no value any more`);
    }
    for (const [name, property] of Object.entries(was.properties ?? {})) {
      const field = is.properties?.[name];
      if (field === undefined) this.found(`${place}.${name} is gone`);
      this.schemas(`${place}.${name}`, direction, property, field, depth + 1);
    }
    if (direction === 'input') {
      for (const name of is.required ?? []) {
        if (!was.required?.includes(name)) this.found(`${place}.${name} is required now`);
      }
    } else {
      for (const name of was.required ?? []) {
        if (is.properties?.[name] && !is.required?.includes(name))
          this.found(`${place}.${name} may be missing now`);
      }
    }
    this.schemas(`${place}[]`, direction, was.items, is.items, depth + 1);
  }

  private types(place: string, direction: 'input' | 'output', was: JsonSchema, is: JsonSchema): void {
    const [old, current] = [typesOf(was), typesOf(is)];
    if (old.length === 0 || current.length === 0) return;
    const [less, more] = direction === 'input' ? [current, old] : [old, current];
    const lost = more.filter(
      (type) => !less.includes(type) && !(type === 'integer' && less.includes('number')),
    );
    if (lost.length > 0) this.found(`${place}: ${old.join(' or ')} has become ${current.join(' or ')}`);
  }
}

const typesOf = ({ type, anyOf, oneOf }: JsonSchema): string[] => [
  ...new Set([...[type ?? []].flat(), ...[...(anyOf ?? []), ...(oneOf ?? [])].flatMap(typesOf)]),
];
