import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { limitFault } from '../limit-fault';
import type { SandboxLimits, SandboxResult, SandboxUsage } from '../port';
import type { HarnessAnswer, ProtocolError } from './frame-reader';

type Failed = Extract<HarnessAnswer, { event: 'failed' }>;

/** onnxruntime's messages for an allocation that fails before the process is killed. */
const allocationRefused = /failed to allocate memory|bad_alloc|cannot allocate memory|out of memory/i;

/** Sizes that do not fit each other in a run: the batch that the model was exported with is fixed somewhere inside. */
const wrongSizes = /reshape|broadcast|dimension|shape mismatch|cannot be (split|expanded)/i;

const freeBatch =
  'A batch size is fixed inside the graph. Export with a dynamic batch axis: dynamic_axes={"INPUT": {0: "N"}} or dynamic_shapes of torch.onnx.export, None as the first size of the input signature of tf2onnx; and write -1 for the batch in reshapes.';

/** Without the file, the line and the signature of the C++ function in which the runtime noticed it. */
function plainly(message: string): string {
  return message.replace(
    /\S*\/\S+\.(?:cc|cpp|cxx|h|hpp|cu|cuh)(?::\d+|\(\d+\))?:?(?: [\w:<>~, ]*\([^()]*\)(?: \[[^\]]*\])?(?: const)?)? ?/g,
    '',
  );
}

/** The fault for a failure that the harness reported. */
export function harnessFault(failed: Failed, limits: SandboxLimits, usage: SandboxUsage): Error {
  const { stage, subject, expected, got } = failed;
  if ((stage === 'load' || stage === 'run') && allocationRefused.test(failed.message)) {
    const fault = limitFault({ limitHit: 'memory', usage }, limits);
    if (fault)
      return new ParticipantFault('limit-memory', {
        ...fault.detail,
        message: 'the model asked for more memory than it may use',
        got: plainly(failed.message),
      });
  }
  switch (stage) {
    case 'load':
      return new ParticipantFault('model-load-failed', {
        message: 'onnxruntime cannot load the model',
        got: plainly(failed.message),
        fix: 'Check the file with onnx.checker and load it with the onnxruntime version that the submission page names.',
      });
    case 'run':
      return new ParticipantFault('model-run-failed', {
        message: 'onnxruntime stopped while running the model',
        got: plainly(failed.message),
        fix: wrongSizes.test(failed.message) ? freeBatch : 'Run the model with onnxruntime on the public sample.',
      });
    case 'output-shape':
      return new ParticipantFault('model-output-shape', {
        message: failed.message,
        subject,
        expected,
        got,
        fix: 'Give one row per sample.',
      });
    case 'output-type':
      return new ParticipantFault('model-output-type', {
        message: failed.message,
        subject,
        expected,
        got,
        fix: 'Cast the output to float32.',
      });
    case 'input':
      return new PlatformFault('data-missing', {
        message: `the view for input '${subject}' cannot be read: ${failed.message}`,
        fix: 'Nothing is wrong with your model. The organiser has to restore the data.',
      });
  }
}

/** The fault for a process that died without reporting a failure: the model crashFault the engine. */
export function crashFault(result: SandboxResult, loaded: boolean): ParticipantFault {
  const how = result.signal ?? `exit code ${result.exitCode ?? 'unknown'}`;
  return new ParticipantFault(loaded ? 'model-run-failed' : 'model-load-failed', {
    message: `the process died (${how}) while ${loaded ? 'running' : 'loading'} the model`,
    got: result.stderrTail.slice(-1000),
    fix: 'Load and run the model with onnxruntime on the public sample. A crash there can be reported to onnxruntime.',
  });
}

/** The fault for a harness that ended before it loaded the model. */
export function harnessNotStarted(result: SandboxResult): PlatformFault {
  const how = result.signal ?? `exit code ${result.exitCode ?? 'unknown'}`;
  return new PlatformFault('sandbox-broken', {
    message: `Node or onnxruntime did not start in the sandbox (${how}): ${result.stderrTail.slice(-1000)}`,
    fix: 'Run `unblind runner doctor` on the runner.',
  });
}

export function protocolViolation(error: ProtocolError): ParticipantFault {
  return new ParticipantFault('model-run-failed', {
    message: 'the process that ran the model wrote output that is not a result',
    got: error.message,
    fix: 'Remove everything from the graph that does more than compute its outputs.',
  });
}
