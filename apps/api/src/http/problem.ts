import { HttpException } from '@nestjs/common';
import { z } from 'zod';
import { AppError, ValidationError } from '#libs/kernel';
import { HttpError } from './http-error.js';
import { isProblemCode, PROBLEM_TYPES, type ProblemCode } from './problem-types.js';

/** RFC 9457, with the wrong fields and the id to quote when asking for help. */
export const ProblemSchema = z
  .object({
    type: z.string().describe('Stable identifier of the kind of problem, for programs to tell them apart.'),
    title: z.string().describe('What kind of problem this is.'),
    status: z.int().describe('The HTTP status again.'),
    detail: z.string().describe('What happened this time, and what would be right.'),
    instance: z.string().describe('The path that was asked for.'),
    correlationId: z.string().describe('Quote this when asking for help: it finds the request in the logs.'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Each wrong field, as the caller wrote it, and what would be right.'),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: '/problems/input.invalid',
        title: 'The input can’t be accepted',
        status: 400,
        detail: 'input.durationSec: must be at most 180 seconds',
        instance: '/v1/jobs',
        correlationId: '6f0e2b0c-6f5c-4a4e-9a39-0d6f0d3f4c11',
        errors: [{ path: 'input.durationSec', message: 'must be at most 180 seconds' }],
      },
    ],
  });

export type Problem = z.output<typeof ProblemSchema>;

export interface Failure {
  code: ProblemCode;
  detail: string;
  errors?: Problem['errors'];
  headers?: Record<string, string>;
}

const INTERNAL: Failure = {
  code: 'internal',
  detail: 'The request could not be completed. It is safe to try again later.',
};

/** Reads any thrown value. What nobody threw on purpose says nothing about itself: it may hold SQL, paths or secrets. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof AppError) return fromAppError(thrown);
  if (thrown instanceof HttpException) return fromStatus(thrown.getStatus(), thrown.message);
  if (isFastifyError(thrown)) return fromStatus(thrown.statusCode, thrown.message);
  return INTERNAL;
}

export function toProblem(failure: Failure, request: { id: string; url: string }): Problem {
  const { status, title } = PROBLEM_TYPES[failure.code];
  return {
    type: `/problems/${failure.code}`,
    title,
    status,
    detail: failure.detail,
    instance: request.url.split('?', 1)[0] ?? '/',
    correlationId: request.id,
    ...(failure.errors && { errors: failure.errors }),
  };
}

function fromAppError(error: AppError): Failure {
  if (!isProblemCode(error.code)) return INTERNAL;
  const headers = { ...retryAfter(error), ...(error instanceof HttpError && error.headers) };
  if (PROBLEM_TYPES[error.code].status >= 500) return { ...INTERNAL, code: error.code, headers };
  return {
    code: error.code,
    detail: error.message,
    ...(error instanceof ValidationError && { errors: error.fields }),
    headers,
  };
}

/** Errors that pass by themselves say when. */
function retryAfter({ options: { details } }: AppError): Record<string, string> {
  const seconds = details?.retryAfterSeconds;
  return typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {};
}

const BY_STATUS: Record<number, ProblemCode> = {
  401: 'auth.unauthenticated',
  403: 'auth.forbidden',
  404: 'http.not_found',
  413: 'http.too_large',
  414: 'http.uri_too_long',
  415: 'http.unsupported_media_type',
  429: 'http.too_many_requests',
  503: 'http.unavailable',
};

function fromStatus(status: number, message: string): Failure {
  const code = BY_STATUS[status] ?? (status >= 400 && status < 500 ? 'http.malformed' : 'internal');
  return PROBLEM_TYPES[code].status >= 500
    ? { ...INTERNAL, code }
    : { code, detail: CLEARER[code] ?? message };
}

/** Where the framework's own words don't say what would be right. */
const CLEARER: Partial<Record<ProblemCode, string>> = {
  'http.too_large': 'The body is larger than this API takes; leave out what it does not need',
  'http.unsupported_media_type': 'Send the body as JSON, with the header "Content-Type: application/json"',
};

const isFastifyError = (thrown: unknown): thrown is Error & { statusCode: number } =>
  thrown instanceof Error &&
  'code' in thrown &&
  String(thrown.code).startsWith('FST_') &&
  'statusCode' in thrown &&
  typeof thrown.statusCode === 'number';
