import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EvaluationState } from '@unblind/contracts';
import { encodeNpy } from '@unblind/tensors';
import { describeWhere } from '@unblind/testing';
import { Lab } from './lab';
import { RemoteRunner } from './remote-runner';
import { UnsteadyLine } from './unsteady-line';

const bin = resolve(__dirname, '../../../packages/cli/bin/unblind.js');
/** A few belong to every test; `npm run test:long` takes more. */
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
        const some = Array.from({ length: Math.min(10, evaluations - sent) });
        await Promise.all(some.map(() => lab.submit(content, { kind: 'predictions', filename: 'p.npy' })));
      }
      await Promise.all(places.map((place) => place.open()));
      for (let round = 0; (await inState('scored')) < evaluations; round++) {
        await new Promise((done) => setTimeout(done, 500));
        const place = places[Math.floor(Math.random() * lines)];
        if (round % 3 === 1) place?.cut();
        if (round % 16 === 7) await place?.kill();
        expect((await inState('rejected')) + (await inState('failed'))).toBe(0);
      }
      const total = (what: 'cuts' | 'kills') => places.reduce((sum, place) => sum + place[what], 0);
      expect(Math.min(total('cuts'), total('kills'))).toBeGreaterThan(0);
      const results = await lab.database.evaluation.findMany({ include: { metrics: true, boardEntries: true, events: true } });
      expect(results.length).toBe(evaluations);
      const [first] = results;
      for (const { state, metrics, boardEntries, events } of results) {
        expect(state).toBe('scored');
        expect(events.filter((event) => event.state === 'scored').length).toBe(1);
        expect([metrics.length, boardEntries.length]).toEqual([first?.metrics.length, first?.boardEntries.length]);
      }
    },
    60_000 + evaluations * 4000,
  );
});
