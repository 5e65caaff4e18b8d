import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../app.module';
import { apiPrefix } from '../config';
import type { ApiConfig } from '../config';
import { openApiDocument } from './document';

/** Placeholder values: Nest's preview mode reads the routes and opens nothing. */
const config: ApiConfig = {
  databaseUrl: 'postgresql://127.0.0.1/none',
  host: '127.0.0.1',
  port: 0,
  publicUrl: 'http://localhost',
  trustedProxies: [],
  logLevel: 'silent',
  storage: { kind: 'local', publicUrl: 'http://localhost', reserveBytes: 0, areas: {} },
  bytesPerPerson: 0,
  archiveDays: null,
  blindedStepMs: 0,
  submitRequires: 'none',
  entrantWaiting: 1,
  entrantAtOnce: 1,
  rerunShare: 0,
  queue: { kind: 'postgres', url: 'postgresql://127.0.0.1/none' },
};

/** The OpenAPI document without a database or any other server. */
export async function offlineDocument(): Promise<OpenAPIObject> {
  const app = await NestFactory.create(AppModule.with(config), { preview: true, logger: false });
  app.setGlobalPrefix(apiPrefix);
  return openApiDocument(app);
}
