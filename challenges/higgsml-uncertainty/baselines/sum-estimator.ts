import { higgsFeatures, higgsProcesses, nuisanceDistributions } from '@unblind/simulation';
import { GraphBuilder } from '@unblind/onnx-writer';
import type { MultilayerPerceptron } from '../../training/multilayer-perceptron';
import { signalProcess, type LabelledEvents } from '../load-training';
import { addNetwork, networkInputs } from './network';

/** Expected sum of the event weights in a pseudo-experiment: background + mu * signal. */
interface ExpectedSum {
  signal: number;
  background: number;
}

/** The calibration of the estimator: the central expectation, and its change for one standard deviation of each nuisance. */
export interface SumCalibration {
  /** ln(S / B): converts the network's odds at equal yields to the odds at the expected yields. */
  prior: number;
  central: ExpectedSum;
  shifts: ExpectedSum[];
}

/** @param shifts the training split under its shifts: central, then up and down for each shape nuisance */
export function calibrate(network: MultilayerPerceptron, [central, ...shifts]: readonly LabelledEvents[]): SumCalibration {
  if (!central) throw new Error('no training events');
  const yieldOf = (signal: boolean) =>
    central.weights.reduce((sum, weight, i) => sum + ((central.processes[i] === signalProcess) === signal ? weight : 0), 0);
  const prior = Math.log(yieldOf(true) / yieldOf(false));
  const sums = (events: LabelledEvents) => sumsOf(network, prior, events);
  const ofCentral = sums(central);
  const ofShifts = shifts.map(sums);
  const shapes = ofShifts.flatMap((up, i) => {
    const down = ofShifts[i + 1];
    return i % 2 === 0 && down ? [expected(up.map((sum, process) => (sum - down[process]!) / 2))] : [];
  });
  const yields = (['ttbar', 'diboson'] as const).map((process) => {
    const { width } = nuisanceDistributions[process === 'ttbar' ? 'ttbarScale' : 'dibosonScale'];
    return { signal: 0, background: width * ofCentral[higgsProcesses.indexOf(process)]! };
  });
  return { prior, central: expected(ofCentral), shifts: [...shapes, ...yields] };
}

/** For each process. */
function sumsOf(network: MultilayerPerceptron, prior: number, { features, processes, weights }: LabelledEvents): number[] {
  const logits = network.evaluate(networkInputs(features));
  const sums = higgsProcesses.map(() => 0);
  logits.forEach((logit, i) => (sums[processes[i]!]! += weights[i]! / (1 + Math.exp(-logit - prior))));
  return sums;
}

function expected(sums: readonly number[]): ExpectedSum {
  const signal = sums[signalProcess] ?? NaN;
  return { signal, background: sums.reduce((sum, of) => sum + of, 0) - signal };
}

/**
 * An estimator of one pseudo-experiment, events [N, 28] -> interval [3]. Each event weighs w, the probability to be signal; with
 * T = sum w, b and s its expectations, mu_hat = (T - b) / s, at least 0. Its variance is sum w^2 / s^2 for the statistics and
 * ((db + mu_hat ds) / s)^2 for each nuisance; the interval is one standard deviation to either side, from 0 on.
 */
export function sumEstimatorGraph(network: MultilayerPerceptron, { prior, central, shifts }: SumCalibration): Uint8Array {
  const graph = new GraphBuilder('sum-estimator');
  const events = graph.input('events', 'float32', ['N', higgsFeatures.length]);
  const logit = graph.node('Add', [addNetwork(graph, events, network), graph.floats(prior)]);
  const weights = graph.node('Sigmoid', [logit]);
  const total = (values: string) => graph.node('ReduceSum', [values, graph.integers([0, 1])], { keepdims: 0 });
  const scaled = (value: string, factor: number) => graph.node('Mul', [value, graph.floats(factor)]);
  const excess = graph.node('Sub', [total(weights), graph.floats(central.background)]);
  const muHat = graph.node('Max', [scaled(excess, 1 / central.signal), graph.floats(0)]);
  const statistical = scaled(total(graph.node('Mul', [weights, weights])), 1 / central.signal ** 2);
  const variance = shifts.reduce((sum, { signal, background }) => {
    const moved = graph.node('Add', [scaled(muHat, signal / central.signal), graph.floats(background / central.signal)]);
    return graph.node('Add', [sum, graph.node('Mul', [moved, moved])]);
  }, statistical);
  const deviation = graph.node('Sqrt', [variance]);
  const low = graph.node('Max', [graph.node('Sub', [muHat, deviation]), graph.floats(0)]);
  const high = graph.node('Add', [muHat, deviation]);
  const single = (value: string) => graph.node('Reshape', [value, graph.integers([1])]);
  graph.node('Concat', [muHat, low, high].map(single), { axis: 0 }, { output: 'interval' });
  graph.output('interval', 'float32', [3]);
  return graph.toBytes({ description: 'Sum of signal probabilities, calibrated on the training split, made by baselines/make.ts' });
}
