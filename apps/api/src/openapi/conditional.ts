import type { OpenAPIObject } from '@nestjs/swagger';

type Paths = Record<string, Record<string, Operation>>;

interface Operation {
  parameters?: object[];
  responses: Record<
    string,
    { description: string; content?: Record<string, unknown>; headers?: Record<string, object> }
  >;
}

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The ETag of the answer that is there already.',
  schema: { type: 'string', maxLength: 500 },
};
const ETAG = { description: 'Tag of this answer', schema: { type: 'string' } };

/** Every JSON answer to a GET has a tag, and is not sent to who has it: the edge sees to it (http/etag.ts), whatever the route. */
export function describeTags(document: OpenAPIObject): void {
  for (const { get } of Object.values(document.paths as unknown as Paths)) {
    const answer = get?.responses['200'];
    if (get === undefined || answer?.content?.['application/json'] === undefined) continue;
    answer.headers = { ...answer.headers, ETag: ETAG };
    get.parameters = [...(get.parameters ?? []), IF_NONE_MATCH];
    get.responses['304'] = { description: 'It is what is there already', headers: { ETag: ETAG } };
  }
}
