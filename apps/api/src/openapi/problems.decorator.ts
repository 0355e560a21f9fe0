import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { PROBLEM_TYPES, type ProblemCode } from '../http/problem-types.js';

const PROBLEM_CONTENT = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

/** Documents the problems that an operation may answer with; several of one status share an entry. */
export function Problems(...codes: ProblemCode[]): MethodDecorator {
  const byStatus = Map.groupBy(codes, (code) => PROBLEM_TYPES[code].status);
  return applyDecorators(
    ...[...byStatus].map(([status, same]) =>
      ApiResponse({
        status,
        description: same.map((code) => `${PROBLEM_TYPES[code].title} (\`${code}\`)`).join('; '),
        content: PROBLEM_CONTENT,
      }),
    ),
  );
}
