import type { MeasuredTiming, TimedScenario } from '@unblind/contracts';
import type { OnnxTiming, ScenarioTiming } from '@unblind/sandbox';

/** A timing as it is sent: numbers in lists, and none of the model's answers. */
export function measuredTiming({ scenarios, loadSeconds, firstSeconds, memoryBytes }: OnnxTiming): MeasuredTiming {
  const { offline, 'single-stream': single } = scenarios;
  return {
    scenarios: {
      ...(offline ? { offline: scenarioOf(offline) } : {}),
      ...(single ? { 'single-stream': scenarioOf(single) } : {}),
    },
    loadSeconds,
    firstSeconds,
    memoryBytes,
  };
}

function scenarioOf({ blocks, latencies, batch, referenceBatch, batches }: ScenarioTiming): TimedScenario {
  return {
    blocks: blocks.map(({ reference, submission, wall }) => ({
      reference: Array.from(reference),
      submission: Array.from(submission),
      wall: Array.from(wall),
    })),
    batch,
    referenceBatch,
    batches: [...batches],
    latencies: Array.from(latencies),
  };
}
