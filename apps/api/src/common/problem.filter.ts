import { randomUUID } from 'node:crypto';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, Inject } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { problemOf } from './problem-of';
import { LOGGER } from './tokens';

/** Turns every error into an HTTP response. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const reference = randomUUID();
    const problem = problemOf(error, request, reference);
    if (problem.getStatus() >= 500) this.logger.error({ err: error, reference, path: request.path }, 'request failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const body = JSON.stringify({ ...Object(problem.getResponse()), instance: request.path });
    response.status(problem.getStatus()).set(problem.headers).set('Cache-Control', 'no-store').type('application/problem+json').send(body);
  }
}
