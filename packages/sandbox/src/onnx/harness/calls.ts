import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { InputReader } from './input-reader';
import type { RowsJob, SetsJob } from './job';
import { valuesOfSet } from './output-of-set';
import { scoresOf } from './output-scores';
import { at } from './stage';
import { SetReader } from './set-reader';

/** The calls of a model in a job: the input tensors of each call and the numbers taken from its output. */
export interface Calls {
  count: number;
  run(session: InferenceSession, call: number): Promise<Float32Array>;
}

export async function callsOnRows(job: RowsJob): Promise<Calls> {
  const inputs: InputReader[] = [];
  for (const input of job.inputs) inputs.push(await at('input', () => new InputReader(input, job.rows), input.name));
  return {
    count: Math.ceil(job.rows / job.batch),
    async run(session, call) {
      const first = call * job.batch;
      const count = Math.min(job.batch, job.rows - first);
      const size = job.padLastBatch ? job.batch : count;
      const feeds: Record<string, Tensor> = {};
      for (const input of inputs) feeds[input.name] = await at('input', () => input.batch(first, count, size), input.name);
      const outputs = await at('run', () => session.run(feeds, [job.output.name]));
      return scoresOf(outputs[job.output.name], job.output, size).subarray(0, count * job.output.columns);
    },
  };
}

export async function callsOnSets(job: SetsJob): Promise<Calls> {
  const inputs: SetReader[] = [];
  for (const input of job.inputs) inputs.push(await at('input', () => new SetReader(input), input.name));
  return {
    count: job.sizes.length,
    async run(session, call) {
      const feeds: Record<string, Tensor> = {};
      for (const input of inputs) feeds[input.name] = await at('input', () => input.set(call), input.name);
      const outputs = await at('run', () => session.run(feeds, [job.output.name]));
      return valuesOfSet(outputs[job.output.name], job.output, job.sizes[call] ?? 0);
    },
  };
}
