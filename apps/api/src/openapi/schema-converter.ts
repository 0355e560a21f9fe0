import type { StandardSchemaConversionResult } from '@nestjs/swagger';
import { z } from 'zod';

type SchemaType = 'input' | 'output';

/** OpenAPI 3.1 speaks JSON Schema 2020-12; schemas with an id become components, so that clients get named types. */
export function toOpenApi(
  schema: unknown,
  { schemaType }: { schemaType: SchemaType },
): StandardSchemaConversionResult | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const converted = z.toJSONSchema(schema, {
    io: schemaType,
    override: (context) => plain(context, schemaType),
  });
  const { $defs, id, ...body } = converted;
  delete body.$schema;
  const components = Object.fromEntries(
    Object.entries($defs ?? {}).map(([name, { id: _id, ...definition }]) => [name, definition]),
  );
  if (typeof id !== 'string') return { schema: body, components };
  return { schema: { $ref: `#/components/schemas/${id}` }, components: { ...components, [id]: body } };
}

/** Leaves out what says nothing to a reader: the bounds of a safe integer, and the pattern of a format that has a name. */
function plain({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }, schemaType: SchemaType): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  // Answers may gain fields within a version: clients must not be generated to refuse them.
  if (schemaType === 'output' && jsonSchema.additionalProperties === false)
    delete jsonSchema.additionalProperties;
}
