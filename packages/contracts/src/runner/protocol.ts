import { z } from 'zod';

/** The version of the protocol between runners and the platform. A runner with a lower one is told to update. */
export const runnerProtocol = 1;

/** The longest time in seconds that a request for work is kept open. */
export const longestWaitSeconds = 50;

/** The steps that run or read what participants sent. They never see the truth. */
export const ModelStep = z.enum(['inspect', 'run', 'time']);
export type ModelStep = z.infer<typeof ModelStep>;

/** What of a submission is run in a sandbox. */
export const RunKind = z.enum(['onnx', 'container']);
export type RunKind = z.infer<typeof RunKind>;
