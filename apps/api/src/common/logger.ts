import type { LoggerService } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { pino } from 'pino';
import type { Logger } from 'pino';

/** Logs JSON lines. Headers and query strings are never logged: they carry tokens, cookies and signatures. */
export function createLogger(level: string): Logger {
  return pino({ level, base: { service: 'api' }, timestamp: pino.stdTimeFunctions.isoTime });
}

/** Sends Nest's own messages to the same log. */
export function nestLogger(logger: Logger): LoggerService {
  return {
    log: (message: unknown) => logger.debug(String(message)),
    warn: (message: unknown) => logger.warn(String(message)),
    error: (message: unknown, stack?: string) => logger.error({ stack }, String(message)),
  };
}

export function requestLog(logger: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const started = performance.now();
    const { method, path } = request;
    response.on('close', () => {
      if (path.includes('/health/')) return;
      logger.info({ method, path, status: response.statusCode, ms: Math.round(performance.now() - started) }, 'request');
    });
    next();
  };
}
