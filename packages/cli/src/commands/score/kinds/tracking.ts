import path from 'node:path';
import { scoreTracking, type TrackingPredictions, type TrackingTruthEvent, type TrueParticles } from '@unblind/scoring';
import { float64Column, int64Column, readTable } from '@unblind/tensors';
import { CliError, exitCodes } from '../../../exit-codes';
import { reading } from '../file-faults';
import type { LocalKind } from '../local-kind';

export const tracking: LocalKind = {
  metrics: ['trackml_score'],
  score: async ({ truth, particles, predictions }, context) => {
    if (particles.length > 0 && particles.length !== truth.length) {
      const message = `${truth.length} files are given as --truth, but ${particles.length} as --particles.`;
      throw new CliError(exitCodes.usage, message, 'Give one particle table per truth file, in the same order, or none.', 'usage');
    }
    const submission = await readSubmission(predictions);
    const events: TrackingTruthEvent[] = [];
    for (const [i, file] of truth.entries()) {
      events.push(await readEvent(file, particles[i], eventIdOf(file) ?? soleEvent(file, truth, submission)));
    }
    const eventIds = submission.eventIds ?? new BigInt64Array(submission.hitIds.length).fill(BigInt(soleEventId(events)));
    return scoreTracking({ events }, { ...submission, eventIds }, context);
  },
};

type Submission = Omit<TrackingPredictions, 'eventIds'> & { eventIds: BigInt64Array | null };

async function readSubmission(file: string): Promise<Submission> {
  const eventIds = int64Column(['event_id'], { optional: true });
  const hitIds = int64Column(['hit_id']);
  const trackIds = int64Column(['track_id']);
  const rows = await reading('predictions', file, () => readTable(file, [eventIds, hitIds, trackIds]));
  const hasEvents = eventIds.values().length === rows;
  return { eventIds: hasEvents ? eventIds.values() : null, hitIds: hitIds.values(), trackIds: trackIds.values() };
}

async function readEvent(file: string, particles: string | undefined, eventId: number): Promise<TrackingTruthEvent> {
  const hitIds = int64Column(['hit_id']);
  const particleIds = int64Column(['particle_id']);
  const weights = float64Column(['weight']);
  await reading('truth', file, () => readTable(file, [hitIds, particleIds, weights]));
  const event = { eventId, hitIds: hitIds.values(), particleIds: particleIds.values(), weights: weights.values() };
  return particles === undefined ? event : { ...event, particles: await readParticles(particles) };
}

async function readParticles(file: string): Promise<TrueParticles> {
  const particleIds = int64Column(['particle_id']);
  const [vx, vy, px, py, pz] = [
    float64Column(['vx']),
    float64Column(['vy']),
    float64Column(['px']),
    float64Column(['py']),
    float64Column(['pz']),
  ] as const;
  await reading('truth', file, () => readTable(file, [particleIds, vx, vy, px, py, pz]));
  return {
    particleIds: particleIds.values(),
    vx: vx.values(),
    vy: vy.values(),
    px: px.values(),
    py: py.values(),
    pz: pz.values(),
  };
}

/** The event id in a file name such as event000001000-truth.csv; null if there is none. */
function eventIdOf(file: string): number | null {
  const digits = /event(\d{1,9})/.exec(path.basename(file))?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The event of a single truth file whose name has no event id: the event of the submission. */
function soleEvent(file: string, truth: readonly string[], { eventIds }: Submission): number {
  if (truth.length === 1) return Number(eventIds?.[0] ?? 0n);
  const message = `The name of ${file} contains no event id.`;
  throw new CliError(exitCodes.usage, message, 'Name the truth files as in the challenge: event000001000-truth.csv.', 'usage');
}

function soleEventId(events: readonly TrackingTruthEvent[]): number {
  const [event] = events;
  if (event && events.length === 1) return event.eventId;
  const message = `The submission has no event_id, and there are ${events.length} events.`;
  throw new CliError(exitCodes.participant, message, 'Write the columns event_id,hit_id,track_id.', 'predictions-unreadable');
}
