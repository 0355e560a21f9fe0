import { correlationId } from './correlation.js';
import { nestingDepth } from './nesting.js';
import { RouteTable } from './route-table.js';
import { holdsOnlyStorableText } from './storable-text.js';

describe('the correlation id', () => {
  const of = (given: string | string[]) =>
    correlationId({ headers: { 'x-correlation-id': given as string } });

  it('is the caller’s where it is harmless', () => {
    expect(of('order-4711:retry.2')).toBe('order-4711:retry.2');
  });

  it.each(['', 'two\nlines', '<script>', 'a'.repeat(129), 'two words'])(
    'is a new one instead of %j',
    (given) => {
      expect(of(given)).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('the nesting of a JSON text', () => {
  it.each([
    ['1', 0],
    ['{}', 1],
    ['{"a":[{"b":1}],"c":[]}', 3],
    ['{"a":"[[[[ \\" [[["}', 1],
    ['['.repeat(5_000), 5_000],
  ])('%.30s: %i', (json, depth) => {
    expect(nestingDepth(json)).toBe(depth);
  });
});

describe('the route table', () => {
  const routes = new RouteTable();
  routes.add(['GET', 'HEAD'], '/v1/jobs/:id');
  routes.add('POST', '/v1/jobs');
  routes.add('GET', '/docs/*');
  routes.add('GET', '/openapi.json');

  it.each([
    ['/v1/jobs/42', ['GET', 'HEAD']],
    ['/v1/jobs', ['POST']],
    ['/v1/jobs/42/more', []],
    ['/docs/a/b.css', ['GET']],
    ['/openapi-json', []],
  ])('%s takes %j', (path, methods) => {
    expect(routes.methodsAt(path)).toEqual(methods);
  });
});

describe('a body’s text', () => {
  it.each([
    ['{"a":"\\u0000"}', false],
    ['{"a\\u0000":1}', false],
    ['["\\ud83e"]', false],
    ['{"a":{"b":["\\udd50"]}}', false],
    ['["\\ud83e\\udd50"]', true],
    ['["\\\\u0000"]', true],
    ['{"a":"bread"}', true],
  ])('of %s can be stored: %s', (json, storable) => {
    expect(holdsOnlyStorableText(json, JSON.parse(json))).toBe(storable);
  });
});
