import { join } from 'node:path';
import { ModelStep } from '@unblind/contracts';
import { HostLease } from '../lease/host-lease';
import type { Log } from '../log';
import { makeRunnerFolder } from '../private-folder';
import { openWorkFolder } from '../work-folder';
import { Connection } from './connection';
import { examineMachine } from './machine';
import { Patience, type Manners } from './patience';
import type { Settings } from './settings';
import { workLoop } from './work-loop';

/** A runner of a machine of one's own takes one step after another; the platform's takes short ones beside long ones. */
export type Loops = readonly (readonly ModelStep[])[];

export interface RunnerOptions {
  settings: Settings;
  log: Log;
  loops: Loops;
  manners?: Manners;
  /** Aborts when the runner shall stop: it gives back what it works on. */
  stopping: AbortSignal;
}

/** Takes steps from a platform until it is stopped, or its manners end it. @throws Refused if the platform wants nothing of it */
export async function startRunner({ settings, log, loops, manners, stopping }: RunnerOptions): Promise<void> {
  makeRunnerFolder(settings.RUNNER_DIR);
  const folder = await openWorkFolder(join(settings.RUNNER_DIR, 'work'), settings.RUNNER_NAME);
  const failed = new AbortController();
  try {
    const { equipment, capabilities } = await examineMachine(settings, folder.path, log);
    const connection = new Connection(settings.UNBLIND_URL, settings.RUNNER_TOKEN, (reason) =>
      log.warn({ reason }, 'the platform did not answer; trying again'),
    );
    const patience = new Patience(manners);
    const machine = new HostLease(settings.HOST_LEASE);
    const signal = AbortSignal.any([stopping, failed.signal]);
    const { models, images } = equipment.sandboxes;
    log.info({ runner: settings.RUNNER_NAME, models: models?.name ?? null, containers: images?.name ?? null }, 'runner ready');
    const running = loops.map((steps) =>
      workLoop({
        connection,
        equipment,
        machine,
        log,
        stopping: signal,
        steps,
        capabilities: (own) => capabilities({ steps: own, loops }, patience.secondsLeft()),
        patience: () => patience.next(),
        // The platform's own has others beside it, and ends with the platform.
        staysOnFullDisk: loops !== oneLoop,
        onWorked: () => patience.onWorked(),
      }).catch((error: unknown) => {
        if (!signal.aborted) failed.abort(error);
      }),
    );
    await Promise.all(running);
    if (failed.signal.aborted) throw failed.signal.reason;
  } finally {
    await folder.remove();
  }
}

/** The loops of a platform's own runner. */
export function loopsFor(runsAtOnce: number): Loops {
  return [['inspect'], ['inspect'], ...Array.from({ length: runsAtOnce }, () => ['run', 'rerun'] as const), ['time']];
}

/** One step at a time, of any kind. */
export const oneLoop: Loops = [ModelStep.options];
