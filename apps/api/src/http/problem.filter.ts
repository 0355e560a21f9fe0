import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { HttpError } from './http-error.js';
import type { HttpReply, HttpRequest } from './http.types.js';
import { type Failure, toFailure, toProblem } from './problem.js';
import { RouteTable } from './route-table.js';

/** Every error leaves this app as `application/problem+json`, those of the router and the body parser too. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(private readonly routes: RouteTable) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<HttpRequest>();
    const reply = host.switchToHttp().getResponse<HttpReply>();
    const failure = toFailure(request.is404 ? this.nothingHere(request) : thrown);
    const problem = toProblem(failure, request);
    if (problem.status === 500) this.logger.error(thrown);
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    sendProblem(reply, failure, problem);
  }

  private nothingHere({ method, url }: HttpRequest): HttpError {
    const path = url.split('?', 1)[0] ?? '/';
    const allowed = this.routes.methodsAt(path);
    if (allowed.length === 0) return new HttpError('http.not_found', `There is nothing at ${path}`);
    const methods = allowed.join(', ');
    return new HttpError('http.method_not_allowed', `${path} does not take ${method}, but ${methods}`, {
      allow: methods,
    });
  }
}

export function sendProblem(reply: HttpReply, failure: Failure, problem: { status: number }): void {
  for (const [name, value] of Object.entries(failure.headers ?? {})) reply.header(name, value);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem));
}
