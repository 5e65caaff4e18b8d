/** @jest-environment ./apps/web/test/browser-environment.cjs */
import type { ServerResponse } from 'node:http';
import { screen, waitFor, within } from '@testing-library/react';
import { FaultDetail, Form } from '@unblind/contracts';
import type { EvaluationView } from '@unblind/contracts';
import { at, board, challenge, evaluation, metric, plot, row, submission } from '../../../test/fixtures';
import { refusal, serve } from '../../../test/serve';
import type { Routes } from '../../../test/serve';
import { show } from '../../../test/show';
import { EvaluationPanel } from './evaluation-panel';

const stream = 'GET /api/v1/evaluations/*';

/** The live stream of the API, held open; `tell` sends a view on it. */
function liveStream(more: Routes = {}) {
  let open: ServerResponse | undefined;
  const requests = serve({
    ...more,
    [stream]: (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      open = response;
      return undefined;
    },
  });
  const tell = async (view: EvaluationView) => {
    await waitFor(() => expect(open).toBeDefined());
    open?.write(`event: evaluation\ndata: ${JSON.stringify(view)}\n\n`);
  };
  return { requests, tell };
}

const showPanel = (initial: EvaluationView, more: Partial<Parameters<typeof EvaluationPanel>[0]> = {}) =>
  show(<EvaluationPanel submission={submission()} initial={initial} phase="Development" challenge={challenge()} mine {...more} />);
const state = () => within(screen.getByRole('region', { name: 'Progress' })).getByRole('status').textContent;
const scored = (more: Partial<EvaluationView>) =>
  evaluation('scored', { metrics: [{ ...metric('auc', 0.9), variation: 'nominal' }], ...more });
const step = () => screen.getByRole('region', { name: 'Progress' }).querySelector('[aria-current=step]')?.textContent;

describe('an evaluation on its page', () => {
  test('moves as the live stream tells, to its result with the place on the board', async () => {
    const rows = board([row(1, 1), row(2, 2, { bestRank: 1, worstRank: 3 })]);
    const { requests, tell } = liveStream({ 'GET /api/v1/challenges/toy/boards/auc': () => ({ json: rows }) });
    const needs = { remote: 'never' as const, labels: ['my-site'], sandbox: 'onnx' as const, gpu: true, alone: false };
    const queue = { step: 'run' as const, needs, runners: 2, waitsFor: null, ahead: 3, seconds: { low: 30, high: 90 } };
    showPanel(evaluation('queued', { queue }));
    for (const words of [
      'runners of the platform with a sandbox for models, a GPU and the label my-site. 2 are connected.',
      '3 ahead in its queue',
      'Its turn comes in about 30 s to 1 min 30 s',
    ])
      expect(step()).toContain(words);
    const waitsFor = 'Waiting for a runner of this challenge (my-site).';
    await tell(evaluation('queued', { queue: { ...queue, runners: 0, ahead: 0, waitsFor, seconds: null } }));
    await waitFor(() => expect(step()).toContain(`${waitsFor}Next in its queue.`));
    expect(step()).not.toContain('connected');
    await tell(evaluation('running', { progress: { done: 500, total: 2000, unit: 'samples' }, secondsLeft: { low: 8, high: 8 } }));
    await waitFor(() => expect(state()).toBe('Running'));
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('500');
    expect(step()).toContain('500 of 2,000 samplesAbout 8 s left.');
    await tell(scored({ boards: [{ board: 'auc', score: metric('auc', 0.9), reason: null }], plots: [plot()] }));
    expect(await screen.findByText('Rank 2')).toBeTruthy();
    expect(screen.getByText(/of 2/).textContent).toContain('(1–3) of 2');
    expect(screen.getByRole('img', { name: /ROC/ })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
    // A stream for what has ended would never be closed.
    expect(requests.filter(({ path }) => path.endsWith('/events'))).toHaveLength(1);
  });

  test('is asked for where no stream can be had, and says so while nothing answers', async () => {
    let answers = false;
    const requests = serve({
      [stream]: ({ path }) => (path.endsWith('/events') || !answers ? refusal({ status: 503 }) : { json: evaluation('cancelled') }),
    });
    showPanel(evaluation('running'));
    expect(await screen.findByText(/The connection is lost/)).toBeTruthy();
    answers = true;
    await waitFor(() => expect(state()).toBe('Cancelled'));
    expect(screen.getByText(/had not run on the data of the phase, so it does not count/)).toBeTruthy();
    const asked = requests.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(requests).toHaveLength(asked);
  });

  test('is cancelled by its owner alone; a refusal is shown', async () => {
    liveStream();
    const { unmount } = showPanel(evaluation('queued'), { mine: false });
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
    unmount();
    const cancel = `POST /api/v1/submissions/${submission().id}/cancel`;
    const { requests } = liveStream({ [cancel]: () => refusal({ status: 409, detail: 'It is being scored.' }) });
    const { user } = showPanel(evaluation('queued'));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect((await screen.findByRole('alert')).textContent).toContain('It is being scored.');
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('that was rejected shows what was expected, what came and how far a limit was passed, where the way broke off', () => {
    const fault = FaultDetail.parse({
      code: 'limit-memory',
      whose: 'participant',
      message: 'The model took too much memory.',
      fix: 'Use smaller batches.',
      expected: 'at most 1 GiB',
      got: '3 GiB',
      limit: { name: 'Memory', limit: 1024 ** 3, peak: 3 * 1024 ** 3, unit: 'bytes' },
    });
    const events = (['received', 'inspecting', 'rejected'] as const).map((name, index) => ({ state: name, message: '', at: at(0, index) }));
    showPanel(evaluation('rejected', { fault, events }));
    const card = screen.getByRole('alert');
    for (const text of ['limit-memory', 'at most 1 GiB', 'Use smaller batches.', 'Memory: limit 1 GiB, peak 3 GiB'])
      expect(card.textContent).toContain(text);
    const steps = within(screen.getByRole('region', { name: 'Progress' })).getAllByRole('listitem');
    expect(steps.map(({ textContent }) => textContent.match(/^[A-Z][a-z]+/)?.[0])).toEqual(['Received', 'Inspecting', 'Rejected']);
  });

  test('of the platform’s fault says whose it is, with what to quote', () => {
    const fault = {
      code: 'runner-lost',
      whose: 'platform',
      message: 'The runner was lost.',
      fix: 'Nothing to do.',
      reference: 'r-17',
    } as const;
    showPanel(evaluation('failed', { fault }));
    expect(screen.getByRole('alert').textContent).toMatch(/problem of the platform.*r-17/s);
  });

  test('that a Ladder has not released says why, and names the part of each number that it shows', () => {
    serve({ 'GET /api/v1/challenges/toy/boards/auc': () => ({ json: board([]) }) });
    const reason = 'Not released: it is not better by 0.001.';
    const feedback = { ladder: 'linear' as const, step: 0.001, grid: 0.0005 };
    const laddered = challenge({ boards: challenge().boards.map((each) => (each.id === 'auc' ? { ...each, feedback } : each)) });
    const metrics = [{ ...metric('auc', 0.9, 0.01, { part: 'diagnostic' }), variation: 'nominal' }];
    const view = scored({ boards: [{ board: 'auc', score: null, reason }], metrics, withheld: [{ field: 'metrics', reason: 'ranking' }] });
    showPanel({ ...view, plots: [plot()] }, { challenge: laddered });
    const onBoards = screen.getByRole('heading', { name: 'On the boards' }).closest('section');
    expect(onBoards?.textContent).toContain(`ranking part${reason}`);
    expect(screen.getByRole('heading', { name: 'Metrics, diagnostic part' })).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Plots, diagnostic part' })).toBeTruthy();
    expect(screen.getByRole('rowheader', { name: /Area/ }).textContent).toContain('diagnostic part');
    expect(screen.getByText(/^Not shown in full: metrics/)).toBeTruthy();
  });

  test('that is scored and blinded says that there is a result, and shows no number', () => {
    showPanel(evaluation('scored'));
    expect(screen.getByText('Scored; the phase is blinded')).toBeTruthy();
    expect(screen.queryByRole('table')).toBeNull();
  });

  test('of a blinded phase says what is not shown and why, and offers no cancel once it runs', () => {
    const withheld = ['metrics', 'updatedAt'].map((field) => ({ field, reason: 'blinded' as const }));
    showPanel(evaluation('running', { withheld, updatedAt: null, attempts: null }));
    expect(screen.getByText(/^Not shown: metrics, its times\. This phase is blinded/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  });

  test('that was cancelled while it ran says that it counts', () => {
    const events = [{ state: 'running' as const, message: 'Running.', at: at(1) }];
    showPanel(evaluation('cancelled', { events }));
    expect(screen.getByText(/so it counts/)).toBeTruthy();
  });

  test('says what was sent, in the words of the challenge, and lists every change of state', () => {
    const parameters = Form.parse({ epochs: { type: 'number', label: 'Training epochs', unit: 'passes', optional: true } });
    const asked = challenge({ parameters });
    const sent = submission({ form: { epochs: { value: 20 } }, notes: 'Trained on two GPUs.' });
    showPanel(evaluation('cancelled'), { submission: sent, challenge: asked });
    const aside = screen.getByRole('complementary', { name: 'Submission' });
    for (const text of [
      'Training epochs',
      '20 passes',
      'net.onnx',
      '2 KiB',
      'sha256 aaaaaaaaaaaa…',
      'Trained on two GPUs.',
      'History, 1 entries',
    ])
      expect(aside.textContent).toContain(text);
  });

  test('shows what a container printed on the public sample, the newest of it', () => {
    const events = [
      { state: 'inspecting' as const, message: '', at: at(1), log: 'first try' },
      { state: 'inspecting' as const, message: '', at: at(2), log: 'second try' },
    ];
    showPanel(evaluation('cancelled', { events }));
    expect(screen.getByRole('region', { name: 'Log of the public sample' }).textContent).toBe('second try');
  });
});
