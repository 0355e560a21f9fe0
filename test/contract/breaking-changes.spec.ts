import { breakingChanges } from './breaking-changes.js';
import type { JsonSchema, OpenApiDocument, OpenApiOperation } from './openapi-types.js';

const BEFORE = {
  openapi: '3.1.0',
  components: {
    schemas: {
      Job: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          status: { enum: ['pending', 'done'] },
          cost: { type: 'integer' },
          note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        },
        required: ['id', 'status'],
      },
      NewJob: {
        type: 'object',
        properties: { brief: { type: 'string' }, size: { type: 'integer' } },
        required: ['brief'],
      },
    },
  },
  paths: {
    '/jobs': {
      get: {
        operationId: 'list',
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
        responses: {
          200: {
            description: '',
            content: {
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Job' } } },
            },
          },
        },
      },
      post: {
        operationId: 'submit',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewJob' } } } },
        responses: {
          202: {
            description: '',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Job' } } },
          },
        },
      },
    },
  },
} as unknown as OpenApiDocument;

type ObjectSchema = Required<Pick<JsonSchema, 'properties' | 'required'>>;
type Change = (document: {
  paths: OpenApiDocument['paths'];
  jobs: Record<'get' | 'post', Required<Pick<OpenApiOperation, 'parameters' | 'responses'>>>;
  Job: ObjectSchema;
  NewJob: ObjectSchema;
}) => void;

describe('the check for breaking changes', () => {
  const changed = (change: Change) => {
    const after = structuredClone(BEFORE);
    const { paths, components } = after;
    const parts = { paths, jobs: paths['/jobs'], ...components.schemas };
    change(parts as unknown as Parameters<Change>[0]);
    return breakingChanges(BEFORE, after);
  };
  it.each<[string, Change, string]>([
    ['an operation is gone', ({ paths }) => delete paths['/jobs']!.get, 'GET /jobs is gone'],
    ['a field of an answer is gone', ({ Job }) => delete Job.properties.cost, 'POST /jobs: 202.cost is gone'],
    [
      'a field of a request is gone',
      ({ NewJob }) => delete NewJob.properties.size,
      'POST /jobs: body.size is gone',
    ],
    [
      'a value is gone',
      ({ Job }) => Job.properties.status!.enum!.pop(),
      'GET /jobs: 200[].status: done is no value any more',
    ],
    [
      'a field is required',
      ({ NewJob }) => NewJob.required.push('size'),
      'POST /jobs: body.size is required now',
    ],
    [
      'a field of an answer may be missing',
      ({ Job }) => Job.required.pop(),
      'GET /jobs: 200[].status may be missing now',
    ],
    [
      'a type has changed',
      ({ Job }) => (Job.properties.cost!.type = 'string'),
      'POST /jobs: 202.cost: integer has become string',
    ],
    [
      'an answer may be null',
      ({ Job }) => (Job.properties.id!.type = ['string', 'null']),
      'GET /jobs: 200[].id: string has become string or null',
    ],
    [
      'a request may no longer be null',
      ({ NewJob }) => (NewJob.properties.size!.type = 'string'),
      'POST /jobs: body.size: integer has become string',
    ],
    ['a parameter is gone', ({ jobs }) => jobs.get.parameters.pop(), 'GET /jobs: query limit is gone'],
    [
      'a parameter is required',
      ({ jobs }) => (jobs.get.parameters[0]!.required = true),
      'GET /jobs: query limit is required now',
    ],
    [
      'an answer is gone',
      ({ jobs }) => delete jobs.post.responses['202'],
      'POST /jobs: 202 is no answer any more',
    ],
  ])('tells that %s', (_what, change, message) => expect(changed(change)).toContain(message));

  it.each<[string, Change]>([
    ['nothing', () => undefined],
    ['a new operation', ({ paths }) => (paths['/more'] = paths['/jobs']!)],
    ['a new field of an answer', ({ Job }) => (Job.properties.more = { type: 'string' })],
    ['a new field that may be left out', ({ NewJob }) => (NewJob.properties.more = { type: 'string' })],
    ['a wider request', ({ NewJob }) => (NewJob.properties.size!.type = 'number')],
    ['a narrower answer', ({ Job }) => (Job.properties.note = { type: 'string' })],
  ])('minds not %s', (_what, change) => expect(changed(change)).toEqual([]));
});
