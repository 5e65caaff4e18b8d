import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { sessionCookie } from '../accounts/sessions.service';
import { version } from '../common/version';

const description = `The API of Unblind. Everything a person can do on a page, a program can do here.

Errors are RFC 9457 problem documents with a stable \`code\` and a \`fix\`. Times are UTC. A change asked for by a session
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
    .build();
  return withPlainNames(cleanupOpenApiDoc(SwaggerModule.createDocument(app, config)));
}

/** `ChallengeDetailDto_Output` is `ChallengeDetail` to whoever uses the API: no shape is used both ways. */
function withPlainNames(document: OpenAPIObject): OpenAPIObject {
  const plain = (name: string): string => name.replace(/(Dto)?(_Output)?$/, '');
  const names = Object.keys(document.components?.schemas ?? {});
  const clash = names.find((name) => names.some((other) => other !== name && plain(other) === plain(name)));
  if (clash) throw new Error(`Two schemas would both be called ${plain(clash)}.`);
  const schemas = Object.fromEntries(Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [plain(name), schema]));
  const text = JSON.stringify({ ...document, components: { ...document.components, schemas } });
  return JSON.parse(text.replace(/"#\/components\/schemas\/([^"]+)"/g, (_, name: string) => `"#/components/schemas/${plain(name)}"`));
}
