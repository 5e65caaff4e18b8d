import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import cookieParser from 'cookie-parser';
import type { Request, Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Storage } from '@unblind/storage';
import { AppModule } from './app.module';
import { limits } from './common/limits';
import { nestLogger, requestLog } from './common/logger';
import { LOGGER, STORAGE } from './common/tokens';
import { cleanUnstorable, refuseUnstorable } from './common/unstorable';
import { apiPrefix, storagePath } from './config';
import type { ApiConfig } from './config';
import { openApiDocument } from './openapi/document';
import { RunnerTokensService } from './runner-tokens/runner-tokens.service';
import { largeBodies } from './runner/large-bodies';

/** The API, ready to listen. */
export async function createApp(config: ApiConfig): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config), {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
    // Otherwise streams and idle connections would keep a stopping process alive for minutes.
    forceCloseConnections: true,
  });
  const logger = app.get<Logger>(LOGGER);
  app.useLogger(nestLogger(logger));
  app.setGlobalPrefix(apiPrefix);
  // The client's address is taken from the gateway's headers and those of trusted proxies, and from no other sender.
  app.set('trust proxy', ['loopback', ...config.trustedProxies]);
  app.use(requestLog(logger));
  app.use(
    helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: config.publicUrl.startsWith('https:') ? [] : null } } }),
  );
  // Before any body parser: parts of uploads are raw streams.
  const storage = app.get<Storage>(STORAGE);
  if (storage.handleSignedRequest)
    app.use(storagePath, (request: Request, response: Response) => storage.handleSignedRequest?.(request, response));
  app.use(`/${apiPrefix}/runner`, largeBodies(app.get(RunnerTokensService)));
  app.useBodyParser('json', { limit: limits.bodyBytes });
  app.use(cookieParser());
  app.use(`/${apiPrefix}/runner`, cleanUnstorable);
  app.use(refuseUnstorable);
  const document = openApiDocument(app);
  SwaggerModule.setup(`${apiPrefix}/docs`, app, document, { jsonDocumentUrl: `${apiPrefix}/openapi.json`, raw: ['json'] });
  app.enableShutdownHooks();
  return app;
}
