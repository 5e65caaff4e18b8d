import scoring from '../../../scoring/dist/index.js';

/* Events of particles that are found, torn apart or merged with chances that vary from event to event. */
const particles = 120;
const hitsOf = 4;
const shareOf = { found: 0.8, spread: 0.1 };
const metrics = ['trackml_score', 'double_majority_efficiency', 'double_majority_fake_rate', 'lhc_efficiency', 'perfect_efficiency'];

/** Of the particles that are not found whole, half lose a hit; of the others, every two share two tracks half and half, which are fake. */
function event(stream, eventId) {
  const hits = particles * hitsOf;
  const chance = Math.min(0.98, Math.max(0.2, shareOf.found + shareOf.spread * stream.normal()));
  const particleIds = BigInt64Array.from({ length: hits }, (_, i) => BigInt(1 + Math.floor(i / hitsOf)));
  const tracks = new Int32Array(hits);
  let next = 1000;
  let alone = null;
  const give = (particle, trackOf) => {
    for (let hit = 0; hit < hitsOf; hit++) tracks[particle * hitsOf + hit] = trackOf(hit);
  };
  for (let particle = 0; particle < particles; particle++) {
    const draw = stream.uniform();
    if (draw < chance) give(particle, () => 1 + particle);
    else if (draw < (1 + chance) / 2) give(particle, (hit) => (hit === hitsOf - 1 ? next++ : 1 + particle));
    else if (alone === null) {
      alone = particle;
      give(particle, () => next++);
    } else {
      const both = [next++, next++];
      for (const each of [alone, particle]) give(each, (hit) => both[hit % 2]);
      alone = null;
    }
  }
  const truth = {
    eventId,
    hitIds: Int32Array.from({ length: hits }, (_, i) => i + 1),
    particleIds,
    weights: new Float64Array(hits).fill(1),
  };
  return { truth, tracks };
}

function score(events, context) {
  const rows = events.flatMap(({ truth, tracks }) => Array.from(tracks, (track, i) => [truth.eventId, i + 1, track]));
  const column = (at) => Int32Array.from(rows, (row) => row[at]);
  return scoring.scoreTracking(
    { events: events.map(({ truth }) => truth) },
    { eventIds: column(0), hitIds: column(1), trackIds: column(2) },
    context,
  ).metrics;
}

const eventsOf = (stream, count) => Array.from({ length: count }, (_, i) => event(stream, i));
let expected = null;
/** The means of 4,000 events. */
function truths(random) {
  expected ??= Object.fromEntries(
    score(eventsOf(random, 4000), { metrics, replicates: 0, seed: 'truth' }).map(({ name, value }) => [name, value]),
  );
  return expected;
}

const toy = (count) => (stream, seed) => {
  const truth = truths(stream);
  return score(eventsOf(stream, count), { metrics, replicates: 200, seed }).map((metric) => ({ ...metric, truth: truth[metric.name] }));
};

export const cases = [24, 16, 8, 4, 2].map((count) => ({ size: `${count} events`, toy: toy(count) }));
export const kind = 'tracking';
