import { ApiParam } from '@nestjs/swagger';

/** Documents the `id` in a path. */
export const ApiId = (of: string): MethodDecorator =>
  ApiParam({ name: 'id', description: `The ${of}'s id`, schema: { type: 'string', format: 'uuid' } });
