import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EvaluationState } from '@unblind/contracts';
import { encodeNpy } from '@unblind/tensors';
import { describeWhere } from '@unblind/testing';
import { Lab } from './lab';
import { decent } from './models';
import { RemoteRunner } from './remote-runner';
import { UnsteadyLine } from './unsteady-line';

const bin = resolve(__dirname, '../../../packages/cli/bin/unblind.js');
/** A few belong to every test; `npm run test:long` takes more. A tenth are models, the others predictions. */
const evaluations = Number(process.env.FAULT_EVALUATIONS ?? 12);
const lines = 3;

/** One place among the runners: whoever is killed there is followed by another. */
class Place {
  kills = 0;
  private url = '';
  private runner: RemoteRunner | null = null;
  private readonly line: UnsteadyLine;

  constructor(
    private readonly lab: Lab,
    private readonly env: Record<string, string>,
  ) {
    this.line = new UnsteadyLine(Number(new URL(lab.address).port));
  }

  get cuts(): number {
    return this.line.cuts;
  }

  async open(): Promise<void> {
    this.url = await this.line.start();
    await this.begin();
  }

  private async begin(): Promise<void> {
    this.runner = await RemoteRunner.start(this.lab, { bin, url: this.url, env: this.env });
  }

  cut(): void {
    this.line.cut();
  }

  async kill(): Promise<void> {
    this.kills++;
    await this.runner?.stop('SIGKILL');
    await this.begin();
  }

  async close(): Promise<void> {
    await this.runner?.stop('SIGKILL');
    this.line.close();
  }
}

describeWhere(existsSync('/usr/bin/bwrap'), 'bubblewrap is not installed', 'runners elsewhere that fail', () => {
  let lab: Lab;
  let places: Place[];
  beforeAll(async () => {
    lab = await Lab.open();
    lab.startCentral();
    const ahead = { NODE_OPTIONS: `--require ${join(__dirname, 'clock-ahead.cjs')}` };
    places = Array.from({ length: lines }, (_, place) => new Place(lab, place === 0 ? ahead : {}));
  });
  afterAll(async () => {
    await Promise.all(places.map((place) => place.close()));
    await lab.close();
  });

  const inState = (state: EvaluationState) => lab.database.evaluation.count({ where: { state } });

  test(
    `lose none of ${evaluations} evaluations, score none twice, and blame nobody`,
    async () => {
      const scores = Float32Array.from({ length: 600 }, (_, row) => (row % 7) / 7);
      const content = Buffer.from(encodeNpy('float32', [600], scores));
      for (let sent = 0; sent < evaluations; sent += 10) {
        const some = Array.from({ length: Math.min(9, evaluations - sent - 1) });
        await Promise.all(some.map(() => lab.submit(content, { kind: 'predictions', filename: 'p.npy' })));
        await lab.submit(decent());
      }
      await Promise.all(places.map((place) => place.open()));
      const total = (what: 'cuts' | 'kills') => places.reduce((sum, place) => sum + place[what], 0);
      let scored = 0;
      // On a busy machine a runner may need longer to start than its successor is given: between two kills something must have been done.
      let scoredAtKill = -1;
      for (let round = 0; scored < evaluations || total('kills') === 0; round++) {
        await new Promise((done) => setTimeout(done, 500));
        const place = places[Math.floor(Math.random() * lines)];
        if (round % 3 === 1) place?.cut();
        if (round % 16 === 7 && scored > scoredAtKill) {
          scoredAtKill = scored;
          await place?.kill();
        }
        expect((await inState('rejected')) + (await inState('failed'))).toBe(0);
        scored = await inState('scored');
      }
      expect(Math.min(total('cuts'), total('kills'))).toBeGreaterThan(0);
      const include = { metrics: true, boardEntries: true, events: true, runnerLeases: true, submission: { select: { kind: true } } };
      const results = await lab.database.evaluation.findMany({ include });
      expect(results.length).toBe(evaluations);
      for (const kind of ['predictions', 'onnx']) {
        const alike = results.filter(({ submission }) => submission.kind === kind);
        const [first] = alike;
        expect(first?.metrics.length).toBeGreaterThan(0);
        for (const { state, metrics, boardEntries, events, runnerLeases } of alike) {
          expect(state).toBe('scored');
          expect(events.filter((event) => event.state === 'scored').length).toBe(1);
          expect([metrics.length, boardEntries.length]).toEqual([first?.metrics.length, first?.boardEntries.length]);
          const done = runnerLeases.filter(({ end }) => end === 'done').map(({ step }) => step);
          expect(done.sort()).toEqual(kind === 'onnx' ? ['inspect', 'run'] : ['inspect']);
        }
      }
    },
    240_000 + evaluations * 4000,
  );
});
