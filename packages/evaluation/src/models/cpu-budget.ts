import { ParticipantFault, PlatformFault, wallLimit, type Limits } from '@unblind/contracts';
import { LimitFault, limitsFor, type SandboxLimits, type SandboxUsage } from '@unblind/sandbox';

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
 * The CPU time that all runs of one submission share, by the sandbox's own count. Whoever exceeds it is at fault. Runs that take too
 * long without exceeding it met a machine that was too busy, which is the platform's fault, unless the program slept for most of that
 * time: whoever has everything to do, and wants no processor for it, is not kept waiting by the machine.
 */
export class CpuBudget {
  private left: TimeLeft;
  private idleSeconds = 0;

  /** @param of what shares the budget, for the messages */
  constructor(
    private readonly limits: Pick<Limits, 'cpu'>,
    private readonly of = 'all runs of the submission together',
  ) {
    this.left = whole(limits);
  }

  /** @throws ParticipantFault `limit-cpu-time`, `limit-wall-time`, PlatformFault `machine-too-slow`, and what the run throws */
  async spend<R extends { usage: SandboxUsage }>(run: (left: TimeLeft) => Promise<R>): Promise<R> {
    const result = await run(this.left).catch((error: unknown) => {
      throw this.withWholeBudget(error);
    });
    const { cpuSeconds, wallSeconds } = this.left;
    this.left = { cpuSeconds: cpuSeconds - result.usage.cpuSeconds, wallSeconds: wallSeconds - result.usage.wallSeconds };
    this.idleSeconds += result.usage.idleSeconds;
    // The next run would be stopped at its start.
    if (this.left.cpuSeconds <= 0) throw this.exceeded();
    if (this.left.wallSeconds <= 0) throw this.tooLong();
    return result;
  }

  private withWholeBudget(error: unknown): unknown {
    if (!(error instanceof LimitFault)) return error;
    this.idleSeconds += error.usage.idleSeconds;
    if (error.detail.code === 'limit-cpu-time') return this.exceeded();
    return error.detail.code === 'limit-wall-time' ? this.tooLong() : error;
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

  private tooLong(): ParticipantFault | PlatformFault {
    const { cpu } = this.limits;
    const wall = wallLimit({ cpu });
    if (this.idleSeconds > wall / 2)
      return new ParticipantFault('limit-wall-time', {
        message: `${this.of} took ${wall} s without using their ${cpu} CPU seconds: the program slept for ${Math.round(this.idleSeconds)} s of them`,
        expected: 'a program that works while it is asked for something',
        fix: 'Look for a sleep, a lock or a pipe that the program waits for; if it waits for a GPU, make it faster there.',
        limit: { name: 'wall time', limit: wall, peak: null, unit: 's' },
      });
    return new PlatformFault('machine-too-slow', {
      message: `the runs took ${wall} s without using their ${cpu} CPU seconds: the machine was too busy`,
      fix: 'Nothing is wrong with your file.',
    });
  }
}
