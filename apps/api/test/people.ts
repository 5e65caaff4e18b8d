import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Me, SubmissionView, UploadView } from '@unblind/contracts';
import type { CreateSubmission } from '@unblind/contracts';
import request from 'supertest';
import type { TestApi } from './api';

let count = 0;

/** A user with a browser: keeps the session cookie, and sends the Origin header. */
export interface Person {
  me: Me;
  password: string;
  agent: ReturnType<typeof request.agent>;
}

export const root = '/api/v1';

export async function newPerson(api: TestApi, handle = `person-${++count}-${process.pid}`): Promise<Person> {
  const agent = request.agent(api.url);
  const password = 'a long enough password';
  const answer = await agent
    .post(`${root}/accounts/sign-up`)
    .send({ handle, email: `${handle}@unblind.test`, name: `The ${handle}`, password });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return { me: Me.parse(answer.body), password, agent };
}

export async function newOrganiser(api: TestApi): Promise<Person> {
  const person = await newPerson(api);
  await api.database.user.update({ where: { id: person.me.id }, data: { role: 'organiser' } });
  return person;
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** PUTs one part as a browser would, to the signed URL; the public address leads to the API under test, any other to its own server. */
export async function putPart(api: TestApi, url: string, bytes: Buffer): Promise<number> {
  const { origin, pathname, search } = new URL(url);
  const answer = await fetch(`${origin === api.env.PUBLIC_URL ? api.url : origin}${pathname}${search}`, {
    method: 'PUT',
    body: new Uint8Array(bytes),
  });
  await answer.text();
  return answer.status;
}

export async function sendParts(api: TestApi, upload: UploadView, bytes: Buffer): Promise<void> {
  for (const part of upload.parts) {
    if (part.received) continue;
    const status = await putPart(api, part.url, bytes.subarray(part.offset, part.offset + part.bytes));
    if (status !== 200) throw new Error(`part ${part.number} answered ${status}`);
  }
}

/** Announces, uploads and completes a file. */
export async function uploadFile(
  api: TestApi,
  { agent }: Person,
  bytes: Buffer = randomBytes(64),
  filename = 'model.onnx',
): Promise<UploadView> {
  const created = await agent.post(`${root}/uploads`).send({ filename, bytes: bytes.length, sha256: sha256(bytes) });
  if (created.status !== 201) throw new Error(JSON.stringify(created.body));
  const upload = UploadView.parse(created.body);
  await sendParts(api, upload, bytes);
  const completed = await agent.post(`${root}/uploads/${upload.id}/complete`).send();
  return UploadView.parse(completed.body);
}

export type SubmissionWish = Partial<CreateSubmission> & { key?: string };

export function postSubmission({ agent }: Person, uploadId: string, { key = randomUUID(), ...wish }: SubmissionWish = {}): request.Test {
  return agent
    .post(`${root}/challenges/toy-tagging/submissions`)
    .set('Idempotency-Key', key)
    .send({ phase: 'development', kind: 'onnx', method: 'A method', uploads: [uploadId], ...wish });
}

/** A new file, uploaded and submitted. */
export async function submitNew(api: TestApi, person: Person, wish: SubmissionWish = {}): Promise<SubmissionView> {
  const upload = await uploadFile(api, person);
  const answer = await postSubmission(person, upload.id, wish);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return SubmissionView.parse(answer.body);
}
