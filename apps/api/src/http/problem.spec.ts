import { ForbiddenException, NotFoundException } from '@nestjs/common';
import { AppError, ValidationError } from '#libs/kernel';
import { HttpError } from './http-error.js';
import { ProblemSchema, toFailure, toProblem } from './problem.js';
import { PROBLEM_TYPES } from './problem-types.js';

const request = { id: 'c-1', url: '/v1/jobs?token=secret' };
const problemOf = (thrown: unknown) => toProblem(toFailure(thrown), request);

describe('a problem', () => {
  it('names every wrong field', () => {
    const fields = [{ path: 'input.durationSec', message: 'must be at most 180 seconds' }];
    expect(problemOf(new ValidationError(fields))).toEqual({
      type: '/problems/input.invalid',
      title: PROBLEM_TYPES['input.invalid'].title,
      status: 400,
      detail: 'input.durationSec: must be at most 180 seconds',
      instance: '/v1/jobs',
      correlationId: 'c-1',
      errors: fields,
    });
  });

  it('has the status of its code', () => {
    expect(problemOf(new AppError('job.not_found', 'There is no job with this id'))).toMatchObject({
      status: 404,
    });
    expect(problemOf(new HttpError('http.range_not_satisfiable', 'no'))).toMatchObject({ status: 416 });
    expect(problemOf(new NotFoundException('Cannot GET /x'))).toMatchObject({ status: 404 });
    expect(problemOf(new ForbiddenException())).toMatchObject({ status: 403 });
  });

  const sql = 'relation "users" does not exist at /srv/libs/auth/users.js: SELECT password_hash';
  it.each([
    ['an error nobody threw on purpose', new Error(sql)],
    ['a database error', Object.assign(new Error(sql), { code: '42P01' })],
    ['a code that is unknown here', new AppError('stage.lease_lost', sql)],
    ['a code of a prototype', new AppError('toString', sql)],
    [
      'an HTTP error of ours',
      Object.assign(new Error(sql), { statusCode: 500, code: 'FST_ERR_SEND_INSIDE_ONERR' }),
    ],
    ['something that is no error', sql],
    ['nothing', undefined],
  ])('says nothing of %s', (_name, thrown) => {
    const problem = problemOf(thrown);
    expect(problem).toMatchObject({ status: 500, type: '/problems/internal' });
    expect(JSON.stringify(problem)).not.toMatch(/users|SELECT|srv/);
  });

  it('fits its own schema', () => {
    expect(ProblemSchema.safeParse(problemOf(new Error('x'))).success).toBe(true);
  });
});
