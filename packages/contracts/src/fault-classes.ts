import type { FaultDetail, ParticipantFaultCode, PlatformFaultCode } from './faults';

/** What can be said about a fault on hidden data without a word about the data: what is wrong, and how to find it. */
const classes: Partial<Record<ParticipantFaultCode | PlatformFaultCode, { message: string; fix: string }>> = {
  'container-protocol': {
    message: 'On hidden data the container broke the line protocol.',
    fix: 'Run it with `unblind evaluate` on the public sample, several times.',
  },
  'model-load-failed': {
    message: 'On hidden data the model could not be loaded.',
    fix: 'Load it with the onnxruntime version that the submission page names.',
  },
  'model-run-failed': {
    message: 'On hidden data the program stopped before it had answered for all data.',
    fix: 'Look for samples that are rare in the training data: empty, very long or very large ones.',
  },
  'model-output-shape': {
    message: 'On hidden data an answer had the wrong shape.',
    fix: 'Give exactly one answer for each sample, whatever the batch.',
  },
  'model-output-type': { message: 'On hidden data an answer had the wrong type.', fix: 'Cast the output to float32.' },
  'model-output-not-finite': {
    message: 'On hidden data an answer was NaN or infinite.',
    fix: 'Look for divisions by zero, logarithms of zero and overflows, and for padded or empty samples.',
  },
  'model-output-out-of-range': {
    message: 'On hidden data an answer was outside its range.',
    fix: 'End the graph in a sigmoid or softmax.',
  },
  'model-not-deterministic': {
    message: 'On hidden data the same input gave two answers.',
    fix: 'Fix the seeds, and leave out random layers.',
  },
  'model-depends-on-batch': {
    message: 'On hidden data an answer depends on the other samples of its batch.',
    fix: 'Freeze batch normalisation, and do not sort or pool over the batch.',
  },
  'limit-cpu-time': {
    message: 'On hidden data the submission used more CPU time than it may.',
    fix: 'Make the model cheaper; the budget is for all its runs together.',
  },
  'limit-wall-time': {
    message: 'On hidden data the submission took longer than it may.',
    fix: 'Make the model faster; it may not sleep while it is asked for something.',
  },
  'limit-memory': {
    message: 'On hidden data the submission used more memory than it may.',
    fix: 'Make the model or its intermediate tensors smaller.',
  },
  'limit-processes': {
    message: 'On hidden data the submission started more processes and threads than it may.',
    fix: 'Start fewer processes and threads.',
  },
  'limit-output': { message: 'On hidden data the submission wrote more than it may.', fix: 'Print less.' },
};

const unknown = {
  message: 'On hidden data the submission could not be evaluated.',
  fix: 'Run it on the public sample with `unblind evaluate`.',
};

/**
 * The class of a fault: its code with a fixed text. For faults on hidden data, where a number, a row or a printed word could carry the
 * data out.
 */
export function classOfFault({ code, whose, message, fix, reference }: FaultDetail): FaultDetail {
  // The platform's own texts are written by the platform.
  if (whose === 'platform') return { code, whose, message, fix, reference };
  return { code, whose, ...(classes[code] ?? unknown) };
}
