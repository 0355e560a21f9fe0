import { ApiParam } from '@nestjs/swagger';

/** Documents an id in a path. */
export const ApiId = (of: string, name = 'id'): MethodDecorator =>
  ApiParam({ name, description: `The ${of}'s id`, schema: { type: 'string', format: 'uuid' } });
