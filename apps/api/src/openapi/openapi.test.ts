import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { offlineDocument } from './offline';
import { committedFile } from './write';

const Operation = z.looseObject({ operationId: z.string(), responses: z.record(z.string(), z.unknown()) });
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

test('the committed openapi.json matches the code; if not, run node apps/api/dist/openapi/write.js', async () => {
  const document = await offlineDocument();
  expect(JSON.parse(readFileSync(committedFile, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
});

test('operation ids are unique, and every operation documents its problems', async () => {
  const { paths } = Document.parse(await offlineDocument());
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z]+[A-Za-z]*$/.test(id))).toEqual([]);
  expect(operations.filter(({ responses }) => !('default' in responses))).toEqual([]);
});

test('every reference inside the document leads somewhere', async () => {
  const document = Document.parse(await offlineDocument());
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
  expect(references.length).toBeGreaterThan(0);
  expect(references.filter((name) => !(name in document.components.schemas))).toEqual([]);
});
