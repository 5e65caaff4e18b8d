import { PlatformFault } from '@unblind/contracts';
import { hitWeights, scoreTracking, type TrackingPredictions, type TrackingTruthEvent } from '@unblind/scoring';
import type { LocalSplit } from '../local-split';
import { entriesOf, type PartOfSplit } from '../parts/divided-split';
import { takeRows, type Range } from '../parts/take-rows';
import type { Predictions } from '../predictions';
import { tracksOfOutput } from '../tracking/tracks-of-output';
import type { Kind } from './kind';
import { readFile } from './read-file';
import { floatsOf, tensorOf, truthTensor } from './tensors';

/**
 * Track finding: a track id for each hit, from a model's output or from Kaggle's columns event_id, hit_id, track_id. Hits are
 * numbered from 1 in each event. Truth: `event_ids` per event; `hit_particles` and `hit_truth` (tx, ty, tz, tpx, tpy, tpz) per hit;
 * `particle_ids` and `particles` (vx, vy, vz, px, py, pz) per particle. The weights of the hits are computed from the truth.
 */
export const tracking: Kind = {
  async interpret(output, { split, form }) {
    return { labels: await tracksOfOutput(output, split, form) };
  },
  readFile,
  predictionsOfPart: tracksOfPart,
  async score({ split, predictions, context }) {
    const events = await trueEvents(split);
    return scoreTracking({ events }, predictions.labels ? labelled(events, predictions) : fileColumns(predictions), context);
  },
};

function fileColumns(predictions: Predictions): TrackingPredictions {
  const column = (name: string) => BigInt64Array.from(tensorOf(predictions, name).data, BigInt);
  return { eventIds: column('event_ids'), hitIds: column('hit_ids'), trackIds: column('track_ids') };
}

/** One label for each hit, event after event. @throws PlatformFault if there are more or fewer labels than hits */
function labelled(events: readonly TrackingTruthEvent[], predictions: Predictions): TrackingPredictions {
  const trackIds = Float64Array.from(floatsOf(predictions, 'labels'));
  const hits = events.reduce((sum, { hitIds }) => sum + hitIds.length, 0);
  if (trackIds.length !== hits)
    throw new PlatformFault('internal', {
      message: `The model gave ${trackIds.length} labels for ${hits} hits.`,
      fix: 'Nothing is wrong with your file.',
    });
  const [eventIds, hitIds] = [new Int32Array(hits), new Int32Array(hits)];
  let start = 0;
  for (const event of events) {
    eventIds.fill(event.eventId, start, start + event.hitIds.length);
    hitIds.set(Int32Array.from(event.hitIds, Number), start);
    start += event.hitIds.length;
  }
  return { eventIds, hitIds, trackIds };
}

async function trueEvents(split: LocalSplit): Promise<TrackingTruthEvent[]> {
  const columns = async (name: string) => (await truthTensor(split, name)).data;
  const eventIds = Float64Array.from(await columns('event_ids'), Number);
  const hitParticles = BigInt64Array.from(await columns('hit_particles'), BigInt);
  const hitTruth = Float64Array.from(await columns('hit_truth'), Number);
  const particleIds = BigInt64Array.from(await columns('particle_ids'), BigInt);
  const particles = Float64Array.from(await columns('particles'), Number);
  const [hitsOf, particlesOf] = [lengthsOf(split, 'hit_particles'), lengthsOf(split, 'particle_ids')];
  let [hit, particle] = [0, 0];
  return Array.from(eventIds, (eventId, event) => {
    const [hits, tracks] = [hitsOf[event] ?? 0, particlesOf[event] ?? 0];
    const column = (table: Float64Array, from: number, rows: number, index: number) =>
      Float64Array.from({ length: rows }, (_, row) => table[6 * (from + row) + index] ?? NaN);
    const ofParticles = (index: number) => column(particles, particle, tracks, index);
    const ofEvent = {
      particleIds: particleIds.subarray(particle, particle + tracks),
      vx: ofParticles(0),
      vy: ofParticles(1),
      vz: ofParticles(2),
      px: ofParticles(3),
      py: ofParticles(4),
      pz: ofParticles(5),
    };
    const idsOfHits = hitParticles.subarray(hit, hit + hits);
    const made = {
      eventId,
      hitIds: Int32Array.from({ length: hits }, (_, i) => i + 1),
      particleIds: idsOfHits,
      weights: hitWeights({ particleIds: idsOfHits, tz: column(hitTruth, hit, hits, 2), particles: ofEvent }),
      particles: ofEvent,
    };
    hit += hits;
    particle += tracks;
    return made;
  });
}

function lengthsOf({ lengths }: LocalSplit, name: string): readonly number[] {
  if (lengths[name]) return lengths[name];
  throw new PlatformFault('data-missing', { message: `The truth '${name}' has no lengths.`, fix: 'Prepare the data set again.' });
}

/** The rows of a file that are of the part's events. */
async function tracksOfPart(predictions: Predictions, of: PartOfSplit): Promise<Predictions | null> {
  if (!predictions.event_ids) return null;
  const wanted = new Set(Array.from(entriesOf(of, await truthTensor(of.split, 'event_ids'), 'event_ids').data, Number));
  const ranges = Array.from(predictions.event_ids.data, Number).flatMap((event, row): Range[] =>
    wanted.has(event) ? [[row, row + 1]] : [],
  );
  return Object.fromEntries(Object.entries(predictions).map(([name, all]) => [name, takeRows(all, ranges)]));
}
