import { breakingChanges } from './breaking-changes.js';
import type { OpenApiDocument } from './openapi-types.js';

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

/* eslint-disable @typescript-eslint/no-explicit-any -- a document is changed in many places */
describe('the check for breaking changes', () => {
  const changed = (change: (document: any) => void) => {
    const after = structuredClone(BEFORE);
    change(after);
    return breakingChanges(BEFORE, after);
  };
  it.each<[string, (document: any) => void, string]>([
    ['an operation is gone', (d) => delete d.paths['/jobs'].get, 'GET /jobs is gone'],
    [
      'a field of an answer is gone',
      (d) => delete d.components.schemas.Job.properties.cost,
      'POST /jobs: 202.cost is gone',
    ],
    [
      'a field of a request is gone',
      (d) => delete d.components.schemas.NewJob.properties.size,
      'POST /jobs: body.size is gone',
    ],
    [
      'a value is gone',
      (d) => d.components.schemas.Job.properties.status.enum.pop(),
      'GET /jobs: 200[].status: done is no value any more',
    ],
    [
      'a field is required',
      (d) => d.components.schemas.NewJob.required.push('size'),
      'POST /jobs: body.size is required now',
    ],
    [
      'a field of an answer may be missing',
      (d) => d.components.schemas.Job.required.pop(),
      'GET /jobs: 200[].status may be missing now',
    ],
    [
      'a type has changed',
      (d) => (d.components.schemas.Job.properties.cost.type = 'string'),
      'POST /jobs: 202.cost: integer has become string',
    ],
    [
      'an answer may be null',
      (d) => (d.components.schemas.Job.properties.id.type = ['string', 'null']),
      'GET /jobs: 200[].id: string has become string or null',
    ],
    [
      'a request may no longer be null',
      (d) => (d.components.schemas.NewJob.properties.size.type = 'string'),
      'POST /jobs: body.size: integer has become string',
    ],
    ['a parameter is gone', (d) => d.paths['/jobs'].get.parameters.pop(), 'GET /jobs: query limit is gone'],
    [
      'a parameter is required',
      (d) => (d.paths['/jobs'].get.parameters[0].required = true),
      'GET /jobs: query limit is required now',
    ],
    [
      'an answer is gone',
      (d) => delete d.paths['/jobs'].post.responses['202'],
      'POST /jobs: 202 is no answer any more',
    ],
  ])('tells that %s', (_what, change, message) => expect(changed(change)).toContain(message));

  it.each<[string, (document: any) => void]>([
    ['nothing', () => undefined],
    ['a new operation', (d) => (d.paths['/more'] = d.paths['/jobs'])],
    ['a new field of an answer', (d) => (d.components.schemas.Job.properties.more = { type: 'string' })],
    [
      'a new field that may be left out',
      (d) => (d.components.schemas.NewJob.properties.more = { type: 'string' }),
    ],
    ['a wider request', (d) => (d.components.schemas.NewJob.properties.size.type = 'number')],
    ['a narrower answer', (d) => (d.components.schemas.Job.properties.note = { type: 'string' })],
  ])('minds not %s', (_what, change) => expect(changed(change)).toEqual([]));
});
