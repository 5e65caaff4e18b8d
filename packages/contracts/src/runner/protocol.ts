import { z } from 'zod';

/** The version of the protocol between runners and the platform. A runner with a lower one is told to update. */
export const runnerProtocol = 1;

/** The longest time in seconds that a request for work is kept open. */
export const longestWaitSeconds = 50;

/**
 * The steps that run or read what participants sent. They never see the truth. rerun: the platform's own runners repeat the run of a
 * remote one, to compare.
 */
export const ModelStep = z.enum(['inspect', 'run', 'rerun', 'time']);
export type ModelStep = z.infer<typeof ModelStep>;

/** The longest that a step may take, in seconds: above the limits of any challenge, it ends what hangs. */
export const longestStepSeconds: Readonly<Record<ModelStep, number>> = {
  // Includes the trial run on the public sample, which may take a quarter of the wall limit.
  inspect: 2 * 3600,
  // As long as the largest CPU budget allows: see `wallLimit`.
  run: 6 * 3600,
  rerun: 6 * 3600,
  time: 6 * 3600,
};

/** What of a submission is run in a sandbox. */
export const RunKind = z.enum(['onnx', 'container']);
export type RunKind = z.infer<typeof RunKind>;
