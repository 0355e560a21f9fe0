import { ApiResponse } from '@nestjs/swagger';
import { PROBLEM_TYPES, type ProblemCode } from '../http/problem-types.js';

const CODES = 'aiprod:problems';
const CORRELATION_ID = '6f0e2b0c-6f5c-4a4e-9a39-0d6f0d3f4c11';

/** Documents the problems that an operation may answer with, beside those that are documented already; several of one status share an entry. */
export function Problems(...codes: ProblemCode[]): MethodDecorator {
  return (target, name, descriptor) => {
    const handler = descriptor.value as object;
    const known = (Reflect.getMetadata(CODES, handler) as ProblemCode[] | undefined) ?? [];
    const all = [...new Set([...known, ...codes])].sort();
    Reflect.defineMetadata(CODES, all, handler);
    for (const [status, same] of Map.groupBy(all, (code) => PROBLEM_TYPES[code].status)) {
      ApiResponse({
        status,
        description: same.map((code) => `${PROBLEM_TYPES[code].title} (\`${code}\`)`).join('; '),
        content: { 'application/problem+json': problemContent(same) },
      })(target, name, descriptor);
    }
  };
}

const problemContent = (codes: ProblemCode[]) => ({
  schema: { $ref: '#/components/schemas/Problem' },
  examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
});

/** By code, for the document's components: each that it refers to stands there once. */
export const problemExamples = (document: string) =>
  Object.fromEntries(
    (Object.keys(PROBLEM_TYPES) as ProblemCode[])
      .filter((code) => document.includes(`#/components/examples/${code}"`))
      .sort()
      .map((code) => [code, { value: exampleOf(code) }]),
  );

function exampleOf(code: ProblemCode) {
  const { status, title } = PROBLEM_TYPES[code];
  const errors = [{ path: 'limit', message: 'must be a whole number from 1 to 100' }];
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: code === 'input.invalid' ? 'limit: must be a whole number from 1 to 100' : title,
    instance: '/v1/jobs',
    correlationId: CORRELATION_ID,
    ...(code === 'input.invalid' && { errors }),
  };
}
