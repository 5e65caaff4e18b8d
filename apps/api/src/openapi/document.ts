import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { sessionCookie } from '../accounts/sessions.service';
import { version } from '../common/version';
import { componentSchemas } from './schemas';

const description = `The API of Unblind. Everything a person can do on a page, a program can do here.

Errors are RFC 9457 problem documents with a stable \`code\` and a \`fix\`. Times are UTC. A change authorised by a session
cookie must come from the platform's own pages; programs send \`Authorization: Bearer\` with an API token.`;

export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Unblind')
    .setDescription(description)
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addCookieAuth(sessionCookie, { type: 'apiKey', in: 'cookie' }, 'session')
    .addBearerAuth({ type: 'http', description: 'An API token, `unb_...`.' }, 'token')
    .addBearerAuth({ type: 'http', description: 'The token of a runner, `unr_...`.' }, 'runner')
    .build();
  return withOurSchemas(cleanupOpenApiDoc(SwaggerModule.createDocument(app, config)));
}

/** Replaces the schemas derived from the DTO classes by those of the contracts, under their own names. */
function withOurSchemas(document: OpenAPIObject): OpenAPIObject {
  const ours = componentSchemas();
  const unknown = Object.keys(document.components?.schemas ?? {}).filter((name) => !(plainName(name) in ours));
  if (unknown.length > 0) throw new Error(`Add these schemas to openapi/schemas.ts: ${unknown.join(', ')}.`);
  const text = JSON.stringify({ ...document, components: { ...document.components, schemas: ours } }, withoutNoise);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- references were renamed in it; it is the same document
  return JSON.parse(text.replace(/"#\/components\/schemas\/([^"]+)"/g, (_, name: string) => `"#/components/schemas/${plainName(name)}"`));
}

/** Users of the API see `ChallengeDetailDto_Output` as `ChallengeDetail`. */
function plainName(name: string): string {
  return name.replace(/(Dto)?(_Output)?$/, '');
}

/** Drops what Zod adds to each schema: the pattern of named formats, and the range of safe integers. */
function withoutNoise(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, inner]) => !(key === 'pattern' && 'format' in value) && inner !== Number.MAX_SAFE_INTEGER && inner !== Number.MIN_SAFE_INTEGER,
    ),
  );
}
