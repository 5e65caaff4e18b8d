/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Form, OutputContract, UploadView, ViewCatalogue } from '@unblind/contracts';
import type { CreateSubmission } from '@unblind/contracts';
import { at, challenge, id, phase, quota, submission } from '../../../test/fixtures';
import { refusal, serve } from '../../../test/serve';
import type { Answer, Asked, Routes } from '../../../test/serve';
import { show } from '../../../test/show';
import { SubmitForm } from './submit-form';

// 831 bytes: an input `jet` of [N, 9] and an output `score` of [N].
const model = readFileSync(resolve(__dirname, '../../../../../challenges/top-tagging/baselines/substructure-cut.onnx'));
const modelFile = (name = 'cut.onnx') => new File([new Uint8Array(model)], name);
const views = ViewCatalogue.parse({ jet: { dtype: 'float32', shape: ['N', 9] } });
const outputs = [OutputContract.parse({ name: 'score', shape: ['N'] })];
const partBytes = 300;

/** An API that keeps what it is sent. `part` may answer a part otherwise, or hold it back by answering nothing. */
function uploadApi({ part, submit }: { part?: (number: number) => Answer | 'hold' | undefined; submit?: (asked: Asked) => Answer } = {}) {
  const received = new Map<string, Map<number, Buffer>>();
  const opened = new Map<string, { filename: string; bytes: number; sha256: string }>();
  const view = (upload: string): Answer => {
    const { filename, bytes, sha256 } = opened.get(upload) ?? { filename: '', bytes: 0, sha256: '' };
    const parts = Array.from({ length: Math.ceil(bytes / partBytes) }, (_, index) => ({
      number: index + 1,
      offset: index * partBytes,
      bytes: Math.min(partBytes, bytes - index * partBytes),
      received: received.get(upload)?.has(index + 1) ?? false,
      url: `http://unblind.test/api/v1/parts/${upload}/${index + 1}`,
    }));
    return { json: UploadView.parse({ id: upload, state: 'open', filename, bytes, sha256, partBytes, parts, expiresAt: at(59) }) };
  };
  const routes: Routes = {
    'POST /api/v1/uploads': ({ json }) => {
      const asked = json as { filename: string; bytes: number; sha256: string };
      const known = [...opened].find(([, { sha256 }]) => sha256 === asked.sha256)?.[0];
      const upload = known ?? id(opened.size + 1);
      opened.set(upload, asked);
      return view(upload);
    },
    'PUT /api/v1/parts/*': ({ path, body }) => {
      const [upload = '', number = ''] = path.split('/').slice(-2);
      const answer = part?.(Number(number));
      if (answer === 'hold') return undefined;
      if (answer) return answer;
      received.set(upload, new Map([...(received.get(upload) ?? []), [Number(number), body]]));
      return {};
    },
    'POST /api/v1/uploads/*': ({ path }) => view(path.split('/').at(-2) ?? ''),
    'POST /api/v1/challenges/toy/submissions': submit ?? (() => ({ status: 201, json: submission() })),
  };
  const requests = serve(routes);
  const parts = (upload = id(1)) => [...(received.get(upload) ?? [])].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
  const submissions = () => requests.filter(({ path }) => path.endsWith('/submissions'));
  return { requests, parts, submissions };
}

const showForm = (more: Parameters<typeof challenge>[0] = {}, props: Partial<Parameters<typeof SubmitForm>[0]> = {}) =>
  show(
    <SubmitForm
      challenge={challenge({ views, outputs, ...more })}
      openPhases={[phase()]}
      sizes={[]}
      quotas={[quota()]}
      signedIn
      {...props}
    />,
  );
type User = ReturnType<typeof show>['user'];
const chooseFile = (user: User, file: File) => user.upload(screen.getByLabelText(/Drop a file here|Choose or drop another/), file);
const submitButton = () => screen.findByRole<HTMLButtonElement>('button', { name: 'Upload and submit' });
const fits = () => screen.findByText('This model fits the challenge.');

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe('a chosen file is checked before a byte of it is sent', () => {
  test('a model that fits shows what is bound to what, and is offered to be sent', async () => {
    const { requests } = uploadApi();
    const { user } = showForm();
    await chooseFile(user, modelFile());
    await fits();
    const bound = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(bound.slice(0, 2)).toEqual(['viewjetinputjetfloat32 (N, 9)', 'outputscorecontractscorefloat32 (N)']);
    expect((await submitButton()).disabled).toBe(false);
    expect(requests).toEqual([]);
  });

  test('a model that asks for what the challenge does not offer is refused by name', async () => {
    uploadApi();
    const { user } = showForm({ views: ViewCatalogue.parse({ constituents: { dtype: 'float32', shape: ['N', 200, 4] } }) });
    await chooseFile(user, modelFile());
    const refused = await screen.findByRole('alert');
    expect(refused.textContent).toContain('contract-input-unknown');
    expect(refused.textContent).toContain('constituents');
    expect(screen.getByText('Nothing was uploaded.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Upload and submit' })).toBeNull();
  });

  test('what is no model at all is refused', async () => {
    const { user } = showForm();
    await chooseFile(user, new File(['not a model'], 'net.onnx'));
    expect((await screen.findByRole('alert')).textContent).toMatch(/onnx-invalid|file-/);
  });

  test('a file of another kind is refused where it is dropped, and the next choice replaces it', async () => {
    const { user } = showForm();
    const drop = screen.getByText(/Drop a file here/).closest('label');
    if (!drop) throw new Error('the place to drop on');
    fireEvent.drop(drop, { dataTransfer: { files: [new File(['x'], 'paper.pdf')] } });
    expect((await screen.findByRole('alert')).textContent).toMatch(/kind-not-accepted.*\.onnx.*\.csv.*\.pdf/);
    await chooseFile(user, new File(['id,score\n'], 'scores.csv'));
    await screen.findByText(/Ready to upload/);
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByText('scores.csv')).toBeTruthy();
  });
});

describe('a file is sent', () => {
  test('in parts, verified by its hash, and submitted once under a key; the page goes on to the submission', async () => {
    const api = uploadApi();
    const { user, visited } = showForm();
    await chooseFile(user, modelFile());
    await fits();
    await user.clear(screen.getByLabelText('Method'));
    await user.type(screen.getByLabelText('Method'), '  My cut ');
    await user.type(screen.getByLabelText('Notes'), 'By hand.');
    await user.click(await submitButton());
    await waitFor(() => expect(visited).toEqual([`/submissions/${submission().id}`]));
    expect(api.requests[0]?.json).toEqual({
      filename: 'cut.onnx',
      bytes: model.length,
      sha256: createHash('sha256').update(model).digest('hex'),
    });
    expect(api.parts().map(({ length }) => length)).toEqual([300, 300, 231]);
    expect(Buffer.concat(api.parts()).equals(model)).toBe(true);
    const [sent, ...others] = api.submissions();
    const expected: Partial<CreateSubmission> = {
      phase: 'development',
      kind: 'onnx',
      method: 'My cut',
      notes: 'By hand.',
      form: {},
      uploads: [id(1)],
    };
    expect([sent?.json, others]).toEqual([expected, []]);
    expect(sent?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });

  test('again from where it was paused, without the parts that have arrived', async () => {
    let isHeld = true;
    const api = uploadApi({ part: (number) => (number > 1 && isHeld ? 'hold' : undefined) });
    const { user, visited } = showForm();
    await chooseFile(user, modelFile());
    await fits();
    await user.click(await submitButton());
    await waitFor(() => expect(api.parts()).toHaveLength(1));
    await user.click(await screen.findByRole('button', { name: 'Pause' }));
    await screen.findByText('Paused');
    expect(screen.getByLabelText<HTMLInputElement>('Method').matches(':disabled')).toBe(true);
    isHeld = false;
    const before = api.requests.length;
    await user.click(screen.getByRole('button', { name: 'Resume' }));
    await waitFor(() => expect(visited).toHaveLength(1));
    const parts = api.requests.slice(before).filter(({ method }) => method === 'PUT');
    expect(parts.map(({ path }) => path.at(-1)).sort()).toEqual(['2', '3']);
  });

  test('again after the page was closed: the same file brings back what was typed, and another one does not', async () => {
    uploadApi({ part: () => 'hold' });
    const first = showForm();
    await chooseFile(first.user, modelFile());
    await fits();
    await first.user.type(screen.getByLabelText('Notes'), 'Half way.');
    await first.user.click(await submitButton());
    await screen.findByRole('button', { name: 'Pause' });
    first.unmount();
    const { user } = showForm();
    expect(screen.getByText(/Choose cut.onnx \(831 B\) again to continue/)).toBeTruthy();
    await chooseFile(user, new File(['id,score\n'], 'scores.csv'));
    await screen.findByText(/Ready to upload/);
    expect(screen.getByLabelText<HTMLTextAreaElement>('Notes').value).toBe('');
    await chooseFile(user, modelFile());
    await fits();
    expect(screen.getByLabelText<HTMLTextAreaElement>('Notes').value).toBe('Half way.');
  });

  test('a part that the storage does not take is sent again', async () => {
    let refusals = 1;
    const api = uploadApi({ part: (number) => (number === 2 && refusals-- > 0 ? refusal({ status: 503 }) : undefined) });
    const { user, visited } = showForm();
    await chooseFile(user, modelFile());
    await fits();
    await user.click(await submitButton());
    await waitFor(() => expect(visited).toHaveLength(1));
    expect(api.requests.filter(({ path }) => path.endsWith('/2'))).toHaveLength(2);
  });

  test('and submitted under the same key again where the platform was in trouble', async () => {
    const answers: Answer[] = [refusal({ status: 500, detail: 'The database is away.' }), { status: 201, json: submission() }];
    const api = uploadApi({ submit: () => answers.shift() ?? refusal({}) });
    const { user, visited } = showForm();
    await chooseFile(user, modelFile());
    await fits();
    await user.click(await submitButton());
    expect((await screen.findByRole('alert')).textContent).toContain('The database is away.');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(visited).toHaveLength(1));
    const keys = api.submissions().map(({ headers }) => headers['idempotency-key']);
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
  });

  test('a refusal says what is wrong, and is not asked again under the same key', async () => {
    const api = uploadApi({
      submit: () => refusal({ status: 429, title: 'Quota used up', detail: 'Five of five today.', fix: 'Come back tomorrow.' }),
    });
    const { user, visited } = showForm();
    await chooseFile(user, modelFile());
    await fits();
    await user.click(await submitButton());
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toBe('Quota used upFive of five today.Come back tomorrow.');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(api.submissions()).toHaveLength(2));
    expect(new Set(api.submissions().map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
    expect(visited).toEqual([]);
  });

  test('with further trainings of the same method, no more than the challenge takes', async () => {
    const api = uploadApi();
    const { user, visited } = showForm({ maxSeeds: 3 });
    await chooseFile(user, modelFile());
    await fits();
    const other = (seed: number) => new File([new Uint8Array(model), new Uint8Array([seed])], `seed-${seed}.onnx`);
    await user.upload(screen.getByLabelText(/Further trainings/), [other(1), other(2), other(3)]);
    expect(screen.getByText(/seed-2.onnx/)).toBeTruthy();
    expect(screen.queryByText(/seed-3.onnx/)).toBeNull();
    await user.click(await submitButton());
    await waitFor(() => expect(visited).toHaveLength(1));
    expect(api.submissions()[0]?.json).toMatchObject({ uploads: [id(1), id(2), id(3)] });
  });
});

describe('who may send, and where', () => {
  test('a visitor who is not signed in may check a file, and is led back here after signing in', async () => {
    const { user } = showForm({}, { signedIn: false });
    await chooseFile(user, modelFile());
    await fits();
    expect(screen.queryByRole('button', { name: 'Upload and submit' })).toBeNull();
    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/sign-in?next=%2Fchallenges%2Ftoy%2Fsubmit');
  });

  test('where no phase is open nothing is sent', () => {
    showForm({}, { openPhases: [] });
    expect(screen.getByText('No phase is open')).toBeTruthy();
    expect(screen.queryByLabelText('Method')).toBeNull();
  });

  test('a phase that does not take the chosen kind is not offered, and each says what is left of the day', async () => {
    const phases = [phase({ kinds: ['predictions'] }), phase({ id: 'final', title: 'Final', kinds: ['onnx'] })];
    const quotas = [quota(), quota({ phase: 'final', perDay: 2, used: 3 })];
    const { user } = showForm({}, { openPhases: phases, quotas });
    const offered = () =>
      within(screen.getByLabelText('Phase'))
        .getAllByRole('option')
        .map(({ textContent }) => textContent);
    expect(offered()).toEqual(['Development', 'Final']);
    expect(screen.getByText(/3 of 5 left today/)).toBeTruthy();
    await chooseFile(user, modelFile());
    await fits();
    expect(offered()).toEqual(['Final']);
    expect(screen.getByText(/0 of 2 left today/)).toBeTruthy();
  });
});

test('an answer goes without a file; what is no number, or out of range, is said at its field and not sent', async () => {
  const answer = Form.parse({
    mass: { type: 'number', label: 'Mass', unit: 'GeV', range: [0, 7000], uncertainty: true },
    found: { type: 'boolean', label: 'Is there a signal?' },
  });
  const api = uploadApi();
  const { user, visited } = showForm({ answer, submissionKinds: ['answer'] }, { openPhases: [phase({ kinds: ['answer'] })] });
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Submit the answer' });
  await user.type(screen.getByLabelText('Method'), 'Bump hunt');
  await user.selectOptions(screen.getByLabelText('Is there a signal?'), 'Yes');
  await user.type(screen.getByLabelText('Mass (GeV)'), '35000');
  expect(screen.getByText(/^Expected/).textContent).toContain('7000');
  expect(button.disabled).toBe(true);
  await user.clear(screen.getByLabelText('Mass (GeV)'));
  await user.type(screen.getByLabelText('Mass (GeV)'), '3500');
  await user.type(screen.getByLabelText('±'), '50');
  expect(screen.queryByText(/^Expected/)).toBeNull();
  await user.click(button);
  await waitFor(() => expect(visited).toHaveLength(1));
  expect(api.submissions()[0]?.json).toMatchObject({
    kind: 'answer',
    method: 'Bump hunt',
    uploads: [],
    form: { mass: { value: 3500, uncertainty: 50 }, found: { value: true } },
  });
  expect(api.requests).toHaveLength(1);
});
