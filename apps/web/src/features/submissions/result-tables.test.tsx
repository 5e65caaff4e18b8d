/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen } from '@testing-library/react';
import { TimingView, Variation } from '@unblind/contracts';
import type { EvaluationView } from '@unblind/contracts';
import { evaluation, id, metric, submission } from '../../../test/fixtures';
import { show } from '../../../test/show';
import { MetricsTable } from './metrics-table';
import { SubmissionsTable } from './submissions-table';
import { TimingSection } from './timing-section';
import { TrainingsTable } from './trainings-table';
import { VariationMatrix } from './variation-matrix';

type Metric = EvaluationView['metrics'][number];
const of = (variation: string, value: ReturnType<typeof metric>): Metric => ({ ...value, variation });
const cells = (name: string | RegExp) =>
  [...(screen.getByRole('rowheader', { name }).closest('tr')?.querySelectorAll('td') ?? [])].map(({ textContent }) => textContent);
const rows = () => screen.getAllByRole('rowheader').map(({ textContent }) => textContent);

describe('metrics under systematic shifts', () => {
  const variations = [
    { id: 'jes-up', title: 'Jet energy scale up', shift: 'jet-energy-scale' },
    { id: 'jes-down', title: 'Jet energy scale down', shift: 'jet-energy-scale' },
    { id: 'not-run', title: 'Not run', shift: 'other' },
  ].map((each) => Variation.parse(each));
  const metrics = [
    of('nominal', metric('auc', 0.8)),
    of('jes-up', metric('auc', 0.82)),
    of('jes-down', metric('auc', 0.7996)),
    of('nominal', metric('worst(auc)', 0.7996)),
    of('nominal', metric('quadrature(auc)', 0.025, 0)),
    of('nominal', metric('ece', 0.1)),
    of('jes-up', metric('ece', null, 0, { note: 'No events.' })),
  ];

  test('stand with what each changes, the worst case and the sum in quadrature', () => {
    show(<VariationMatrix kind="tagging" metrics={metrics} order={['auc', 'ece', 'brier']} variations={variations} />);
    expect(rows()).toEqual(['Nominal', 'Jet energy scale up', 'Jet energy scale down', 'Worst case', 'In quadrature']);
    expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual(['Shift', 'AUC', 'ECE']);
    expect(cells('Nominal')[0]).toBe('0.800(10)');
    expect(cells(/scale up/)).toEqual(['0.820(10)+2.5 %', '–not scored']);
    expect(cells(/scale down/)).toEqual(['0.800(10)−0.05 %', '–']);
    expect(cells('Worst case')).toEqual(['0.800(10)', '–']);
    expect(cells('In quadrature')).toEqual(['2.5 %', '–']);
  });

  test('are no table where none was run', () => {
    show(<VariationMatrix kind="tagging" metrics={metrics.slice(5, 6)} order={['ece']} variations={variations} />);
    expect(screen.queryByRole('table')).toBeNull();
  });
});

describe('trainings of one method', () => {
  test('stand each on its own in the order of their numbers, with mean, spread and ensemble', () => {
    const metrics = [
      ...[10, 2, 1].map((seed) => of(`seed-${seed}`, metric('auc', 0.9 + seed / 1000, 0.001))),
      of('nominal', metric('auc', 0.904, 0.001)),
      of('nominal', metric('spread(auc)', 0.0049, 0.002)),
    ];
    show(<TrainingsTable kind="tagging" metrics={metrics} order={['auc', 'ece']} />);
    expect(rows()).toEqual(['Training 1', 'Training 2', 'Training 10', 'Mean', 'Spread', 'Ensemble']);
    expect(['Training 10', 'Mean', 'Spread', 'Ensemble'].map((name) => cells(name))).toEqual([
      ['0.9100(10)'],
      ['0.9040(10)'],
      ['0.0049(20)'],
      ['–'],
    ]);
  });

  test('are no table where there was one', () => {
    show(<TrainingsTable kind="tagging" metrics={[of('nominal', metric('auc', 0.9))]} order={['auc']} />);
    expect(screen.queryByRole('table')).toBeNull();
  });
});

test('metrics stand in the challenge’s order, with how their interval was made or why there is no value', () => {
  const metrics = [
    of('nominal', metric('ece', null, 0, { note: 'Scores are no probabilities.' })),
    of('nominal', metric('auc', 0.9, 0.01, { low: null, method: 'delong' })),
    of('jes-up', metric('auc', 0.8)),
  ];
  show(<MetricsTable kind="tagging" metrics={metrics} order={['auc', 'ece']} />);
  expect(rows().map((text) => text.slice(0, 8))).toEqual(['Area und', 'Calibrat']);
  expect(cells(/Area/)).toEqual(['0.900+0.010no lower bound', 'delong']);
  expect(cells(/Calibration/)).toEqual(['–not scored', 'none']);
  expect(screen.getByText('Scores are no probabilities.')).toBeTruthy();
});

test('speed says on which machine it was measured, or what it waits for', () => {
  const view = TimingView.parse({
    state: 'done',
    waitingFor: null,
    reference: { name: 'Cut', sha256: 'a' },
    fault: null,
    budget: null,
    scenarios: [],
    hardware: {
      class: 'CPU, 2 cores',
      cpu: 'EPYC',
      cores: 8,
      coresUsed: 2,
      memoryBytes: 16 * 1024 ** 3,
      gpu: null,
      onnxruntime: '1.27',
      executionProvider: 'CPU',
      precision: 'float32',
      sandbox: 'bubblewrap',
      node: '20',
    },
  });
  const metrics = [of('nominal', metric('latency.p50', 0.000_125, 0.000_002)), of('nominal', metric('memory.bytes', 5 * 1024 ** 2, 0))];
  const { rerender } = show(<TimingSection kind="tagging" timing={view} metrics={metrics} queue={null} />);
  expect(cells(/Median latency/)[0]).toBe('125.0± 2.0µs');
  expect(screen.getByText('EPYC, 2 of 8 cores, 16 GiB')).toBeTruthy();
  expect(screen.getByText(/alternating with Cut/)).toBeTruthy();
  rerender(
    <TimingSection
      kind="tagging"
      timing={{ ...view, state: 'waiting', waitingFor: 'A runner with a GPU is asked for.' }}
      metrics={[]}
      queue={null}
    />,
  );
  expect(screen.getByText(/A runner with a GPU is asked for/)).toBeTruthy();
  expect(screen.queryByRole('table')).toBeNull();
});

test('my submissions show state, fault and score, and lead to their pages', () => {
  const rejected = evaluation('rejected', {
    fault: { code: 'file-empty', whose: 'participant', message: 'Empty.', fix: 'Export it again.' },
  });
  const list = [
    submission({ score: metric('auc', 0.9) }),
    submission({ id: id(3), method: 'Broken', phase: 'final', evaluation: rejected }),
  ];
  show(<SubmissionsTable kind="tagging" submissions={list} phases={new Map([['development', 'Development']])} />);
  expect(cells(/Net/).slice(0, 3)).toEqual(['Received', '0.900± 0.010AUC', 'Development']);
  // A phase that is no longer in the challenge keeps its id.
  expect(cells(/Broken/).slice(0, 3)).toEqual(['Rejectedfile-empty', '–', 'final']);
  expect(screen.getByRole('link', { name: 'Net' }).getAttribute('href')).toBe(`/submissions/${submission().id}`);
});
