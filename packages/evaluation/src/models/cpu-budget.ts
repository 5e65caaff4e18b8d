import { ParticipantFault, PlatformFault, wallLimit, type Limits } from '@unblind/contracts';
import { limitsFor, type SandboxLimits, type SandboxUsage } from '@unblind/sandbox';

/** What is left of a submission's time. */
export interface TimeLeft {
  cpuSeconds: number;
  wallSeconds: number;
}

type Stated = Pick<Limits, 'cpu' | 'memory' | 'cpus'>;

const whole = ({ cpu }: Pick<Limits, 'cpu'>): TimeLeft => ({ cpuSeconds: cpu, wallSeconds: wallLimit({ cpu }) });

/** The limits of one run of a submission. */
export function runLimits({ memory, cpus, cpu }: Stated, { cpuSeconds, wallSeconds }: TimeLeft = whole({ cpu })): SandboxLimits {
  return { ...limitsFor({ memoryBytes: memory, wallSeconds, cpus }), cpuSeconds };
}

/**
 * The CPU time that all runs of one submission share, by the sandbox's own count. Whoever exceeds it is at fault. A run that is too
 * long without exceeding it met a machine that was too busy, which is the platform's fault.
 */
export class CpuBudget {
  private left: TimeLeft;

  /** @param of what shares the budget, for the messages */
  constructor(
    private readonly limits: Pick<Limits, 'cpu'>,
    private readonly of = 'all runs of the submission together',
  ) {
    this.left = whole(limits);
  }

  /** @throws ParticipantFault `limit-cpu-time`, PlatformFault `machine-too-slow`, and what the run throws */
  async spend<R extends { usage: SandboxUsage }>(run: (left: TimeLeft) => Promise<R>): Promise<R> {
    const result = await run(this.left).catch((error: unknown) => {
      throw this.withWholeBudget(error);
    });
    const { cpuSeconds, wallSeconds } = this.left;
    this.left = { cpuSeconds: cpuSeconds - result.usage.cpuSeconds, wallSeconds: wallSeconds - result.usage.wallSeconds };
    // The next run would be stopped at its start.
    if (this.left.cpuSeconds <= 0) throw this.exceeded();
    if (this.left.wallSeconds <= 0) throw this.tooSlow();
    return result;
  }

  private withWholeBudget(error: unknown): unknown {
    if (!(error instanceof ParticipantFault)) return error;
    if (error.detail.code === 'limit-cpu-time') return this.exceeded();
    return error.detail.code === 'limit-wall-time' ? this.tooSlow() : error;
  }

  private exceeded(): ParticipantFault {
    const { cpu } = this.limits;
    return new ParticipantFault('limit-cpu-time', {
      message: `${this.of} used more CPU time than the ${cpu} s they may`,
      expected: `at most ${cpu} CPU seconds`,
      fix: 'Make the model cheaper, or send fewer trainings of it.',
      limit: { name: 'CPU time', limit: cpu, peak: null, unit: 's' },
    });
  }

  private tooSlow(): PlatformFault {
    const { cpu } = this.limits;
    return new PlatformFault('machine-too-slow', {
      message: `the runs took ${wallLimit({ cpu })} s without using their ${cpu} CPU seconds: the machine was too busy, or the program waited`,
      fix: 'Nothing is wrong with your file, unless your program waits for something.',
    });
  }
}
