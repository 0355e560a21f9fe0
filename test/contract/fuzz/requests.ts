import fc from 'fast-check';
import { type OpenApiDocument, type OpenApiOperation, operationsOf } from '../openapi-types.js';
import { HOSTILE_TEXTS, SchemaValues } from './values.js';

export interface FuzzRequest {
  /** `POST /v1/jobs`, as the document has it. */
  name: string;
  operation: OpenApiOperation;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** Ids of things that there are, by the path that they are asked for under: what is asked for at random alone is never found. */
export type KnownIds = (path: string, parameter: string) => readonly string[];

/** What HTTP can carry in a header. */
const headerText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '').trim();

/** By operation: requests to it, of all kinds. */
export function requestsTo(document: OpenApiDocument, ids: KnownIds): Map<string, fc.Arbitrary<FuzzRequest>> {
  const values = new SchemaValues(document);
  return new Map(
    operationsOf(document).map(({ method, path, name, operation }) => {
      const parameters = operation.parameters ?? [];
      const inPlace = (place: string) => parameters.filter((parameter) => parameter.in === place);
      const pathValues = fc.tuple(
        ...inPlace('path').map(({ name: parameter, schema = {} }) => {
          const known = ids(path, parameter);
          const other = values.textOf(schema);
          return known.length === 0
            ? other
            : fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 6 }, { arbitrary: other, weight: 1 });
        }),
      );
      const query = fc.tuple(
        ...inPlace('query').map(({ name: parameter, schema = {}, required }) =>
          fc
            .option(values.textOf(schema), { freq: required ? 10 : 1 })
            .map((value) => (value === null ? [] : [[parameter, value] as [string, string]])),
        ),
        fc
          .option(fc.constantFrom(...HOSTILE_TEXTS), { freq: 1 })
          .map((extra): [string, string][] =>
            extra === null || extra.length % 3 > 0 ? [] : [[extra.slice(0, 20), extra.slice(0, 100)]],
          ),
      );
      const headers = fc
        .tuple(
          ...inPlace('header').map(({ name: header, schema = {} }) =>
            fc.option(values.textOf(schema), { freq: 2 }).map((value): [string, string][] => {
              const text = value === null ? '' : headerText(value);
              return text === '' ? [] : [[header.toLowerCase(), text]];
            }),
          ),
          fc
            .option(fc.constantFrom(...HOSTILE_TEXTS), { freq: 10 })
            .map((value): [string, string][] =>
              value === null ? [] : [['x-correlation-id', headerText(value)]],
            ),
        )
        .map((pairs) => Object.fromEntries(pairs.flat()));
      const schema = operation.requestBody?.content['application/json']?.schema;
      const body: fc.Arbitrary<string | undefined> =
        schema === undefined
          ? fc.constant(undefined)
          : fc.oneof(
              { arbitrary: values.of(schema).map((value) => JSON.stringify(value)), weight: 12 },
              {
                arbitrary: fc.constantFrom('', '{', '[]', 'null', '"text"', '{"a":1,}', '['.repeat(5_000)),
                weight: 1,
              },
            );
      const contentType = fc.oneof(
        { arbitrary: fc.constant('application/json'), weight: 20 },
        {
          arbitrary: fc.constantFrom(
            'text/plain',
            'application/xml',
            'application/json; charset=latin1',
            'x',
          ),
          weight: 1,
        },
      );
      const request = fc
        .record({ pathValues, query, headers, body, contentType })
        .map(({ pathValues: given, query: asked, headers: sent, body: content, contentType: type }) => {
          const next = [...given];
          const filled = path.replaceAll(/\{[^}]+\}/g, () => encodeSafely(next.shift() as string));
          const search = asked.flat().map(([key, value]) => `${encodeSafely(key)}=${encodeSafely(value)}`);
          return {
            name,
            operation,
            method: method.toUpperCase(),
            url: search.length === 0 ? filled : `${filled}?${search.join('&')}`,
            headers: content === undefined ? sent : { 'content-type': type, ...sent },
            body: content,
          };
        });
      return [name, request] as const;
    }),
  );
}

/** Half a character can't be encoded: it goes as the bytes that other clients would make of it. */
const encodeSafely = (text: string): string => encodeURIComponent(text.toWellFormed());
