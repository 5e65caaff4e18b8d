import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { outputClasses, trialBudget } from '@unblind/contracts';
import { runContainer } from '@unblind/sandbox';
import type { OnnxTiming, SandboxProvider, ScenarioTiming, UnpackedImage } from '@unblind/sandbox';
import { runLimits } from '../models/cpu-budget';
import { readAnswer } from '../models/image-answers';
import { openImageInputs } from '../models/image-inputs';
import { entriesOf, piecesAt, piecesOf, spread } from '../models/pieces';
import { orderFrom } from '../models/row-order';
import { fixedSize, headerBytes, imageContract, widestNumber, writeViews } from '../models/run-image';
import { blamedRightly } from './busy-machine';
import { timeModel, type TimingRun } from './time-model';

/** A container, and the challenge's reference model, which is timed before and after each start of the container. */
export interface ImageTimingRun extends Omit<TimingRun, 'submission' | 'onProgress'> {
  images: SandboxProvider;
  image: UnpackedImage;
  /** An empty folder for the requests. */
  folder: string;
}

type Scenario = keyof OnnxTiming['scenarios'];

const starts = 3;
/** Number of requests in the first start, which shows how long a request takes. */
const probes = 32;
/** The share of a scenario's time that is spent on the reference model. */
const referenceShare = 0.25;

/**
 * Times a container with the clock of this process, from the request to the line that answers it. Requests come in a shuffled order,
 * each written only after the previous answer, so that the container cannot compute ahead; no input comes twice in one start. The
 * answers are returned, so that they can be compared with those of the scored run. @throws ParticipantFault, PlatformFault
 */
export async function timeImage(run: ImageTimingRun): Promise<OnnxTiming> {
  const { throughput } = run;
  const onRows = imageContract(run.manifest)?.per !== 'set';
  const scenarios = throughput.scenarios.filter((scenario) => scenario === 'single-stream' || onRows);
  const asked = Object.fromEntries(scenarios.map((scenario) => [scenario, new ImageScenario(run, scenario)]));
  const references = [await timeReference(run)];
  for (let start = 0; start < starts; start++) {
    for (const scenario of Object.values(asked)) await scenario.ask();
    references.push(await timeReference(run));
  }
  const first = Object.values(asked)[0];
  const [reference] = references;
  if (!first || !reference) throw new Error('a timing needs a scenario');
  return {
    scenarios: Object.fromEntries(scenarios.map((scenario) => [scenario, asked[scenario]?.timing(references)])),
    loadSeconds: first.loadSeconds,
    firstSeconds: first.firstSeconds,
    memoryBytes: first.peakMemoryBytes,
    scores: first.scores,
    usage: reference.usage,
    environment: { ...reference.environment, threads: run.manifest.submission.limits.cpus, cores: null, sandbox: run.images.name },
  };
}

function timeReference(run: ImageTimingRun): Promise<OnnxTiming> {
  const { seconds } = run.throughput.budget;
  const budget = { seconds: referenceShare * seconds, atMostSeconds: seconds, queries: 1 };
  return timeModel({
    ...run,
    throughput: { ...run.throughput, budget },
    submission: run.reference,
    withoutReference: true,
    onProgress: () => undefined,
  });
}

/** One scenario of a container, start after start. */
class ImageScenario {
  loadSeconds = NaN;
  firstSeconds = NaN;
  peakMemoryBytes: number | null = null;
  scores = new Float32Array(0);
  private readonly secondsPerUnit: number[] = [];
  private readonly latencies: number[] = [];
  private readonly rowsPerRequest: number;
  private meanLatency = NaN;

  constructor(
    private readonly run: ImageTimingRun,
    private readonly scenario: Scenario,
  ) {
    this.rowsPerRequest = scenario === 'offline' ? Math.max(...run.throughput.batches) : 1;
  }

  /** One start of the container. */
  async ask(): Promise<void> {
    const { images, image, manifest, split, viewsDirectory, folder, gpu, signal } = this.run;
    const contract = imageContract(manifest);
    const { rowsPerRequest } = this;
    const order = orderFrom(randomUUID());
    const inputs = await openImageInputs({ views: manifest.data.views, split, viewsDirectory, order, rowsPerRequest });
    const inputFolder = join(folder, 'requests');
    try {
      await mkdir(inputFolder, { recursive: true, mode: 0o755 });
      const classes = outputClasses(manifest, contract);
      const columns = classes?.length ?? 1;
      const perSet = inputs.sets ? fixedSize(contract) : undefined;
      const all = piecesOf(perSet === undefined ? inputs.lengths : inputs.lengths.map(() => perSet));
      const answers = inputs.requests.slice(0, this.requests(inputs.requests.length)).map((asked) => piecesAt(all, asked));
      const total = entriesOf(all);
      if (this.scores.length === 0) this.scores = new Float32Array(total * columns).fill(NaN);
      const units: number[] = [];
      let isBatch = false;
      let before = 0;
      const result = await runContainer(images, {
        image,
        inputFolder,
        requests: answers.length,
        outputBytes: {
          all: total * columns * widestNumber + answers.length * headerBytes,
          each: Math.max(...answers.map(entriesOf)) * columns * widestNumber + headerBytes,
        },
        limits: runLimits(trialBudget(manifest.submission.limits)),
        gpu,
        onReady: (asked, batch) => {
          inputs.choose(asked);
          isBatch = batch;
        },
        prepare: (request, path) => writeViews(inputs, request, path),
        take: (request, bytes, seconds) => {
          const pieces = answers[request] ?? [];
          spread(readAnswer(bytes, { request, pieces, columns: classes, range: contract?.range }), this.scores, pieces, columns);
          if (request === 0 && Number.isNaN(this.firstSeconds)) this.firstSeconds = seconds;
          // In batch mode the container may compute everything before its first answer, so no request counts as a warm-up.
          if (request === 0 && answers.length > 1 && !isBatch) return;
          this.latencies.push(seconds);
          const own = isBatch && this.scenario === 'offline' ? seconds - before : seconds;
          before = seconds;
          units.push(own / (inputs.sets ? 1 : entriesOf(pieces)));
        },
        ...(signal ? { signal } : {}),
      }).catch((error: unknown) => {
        throw blamedRightly(error);
      });
      if (Number.isNaN(this.loadSeconds)) this.loadSeconds = result.loadSeconds;
      this.peakMemoryBytes = result.usage.peakMemoryBytes;
      this.meanLatency = mean(this.latencies);
      this.secondsPerUnit.push(mean(units));
    } finally {
      await inputs.close();
      await rm(inputFolder, { recursive: true, force: true });
    }
  }

  timing(references: readonly OnnxTiming[]): ScenarioTiming {
    const reference = references.map(({ scenarios }) => typicalSeconds(scenarios[this.scenario]));
    const blocks = this.secondsPerUnit.map((seconds, start) => ({
      reference: Float64Array.of(reference[start] ?? NaN, reference[start + 1] ?? NaN),
      submission: Float64Array.of(seconds),
      wall: Float64Array.of(seconds),
    }));
    const batch = this.rowsPerRequest;
    return {
      blocks,
      batch,
      referenceBatch: references[0]?.scenarios[this.scenario]?.batch ?? null,
      batches: [{ batch, samplesPerSecond: 1 / mean(this.secondsPerUnit) }],
      latencies: this.scenario === 'single-stream' ? Float64Array.from(this.latencies) : new Float64Array(0),
    };
  }

  /** The number of requests that fit into one start's share of the budget. */
  private requests(available: number): number {
    const { seconds, atMostSeconds, queries } = this.run.throughput.budget;
    if (Number.isNaN(this.meanLatency)) return Math.min(available, probes);
    const wanted =
      this.scenario === 'single-stream'
        ? Math.max(queries / starts, seconds / starts / this.meanLatency)
        : seconds / starts / this.meanLatency;
    return Math.max(2, Math.min(available, Math.ceil(wanted), Math.floor(atMostSeconds / starts / this.meanLatency)));
  }
}

function typicalSeconds(timing: ScenarioTiming | undefined): number {
  const all = (timing?.blocks ?? []).flatMap(({ submission }) => [...submission]).sort((a, b) => a - b);
  return all[all.length >> 1] ?? NaN;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
