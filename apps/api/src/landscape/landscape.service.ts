import { Injectable } from '@nestjs/common';
import { boardOrder, nearest, orderOfMetric, staticCosts, timedMetricsOf } from '@unblind/contracts';
import type { LandscapeAxis, LandscapeQuery, LandscapeView, PublishedResult } from '@unblind/contracts';
import type { Phase } from '@unblind/database';
import { hardwareOf } from '../boards/board-hardware';
import { newestOf } from '../boards/board-rows';
import { BoardsRepository } from '../boards/boards.repository';
import type { ScoredEvaluation } from '../boards/boards.repository';
import { boardsOfPhase, choosePhase } from '../boards/choose-phase';
import { ChallengesRepository } from '../challenges/challenges.repository';
import type { ShownChallenge } from '../challenges/challenges.repository';
import { isBlinded, isInUse } from '../challenges/phases';
import { ProblemException, notFound } from '../common/problem';
import { costOrder, numberOf, pointsOf } from './landscape-points';

@Injectable()
export class LandscapeService {
  constructor(
    private readonly challenges: ChallengesRepository,
    private readonly boards: BoardsRepository,
  ) {}

  async view(slug: string, asked: LandscapeQuery): Promise<LandscapeView> {
    const challenge = await this.challenges.findCurrent(slug);
    const { manifest, dataSet } = challenge;
    const timed = timedMetricsOf(manifest.kind);
    const [first] = manifest.scoring.boards.filter(({ by }) => !timed.includes(by));
    if (!first) throw notFound(`board of quality of ${slug}`);
    const phase = choosePhase(challenge, first, asked.phase);
    const [blinded, inUse] = [isBlinded(phase), isInUse(phase)];
    const entries = blinded ? [] : newestOf(await this.boards.scored(phase.id));
    const costs = [...(manifest.scoring.throughput ? timed : []), ...staticCosts].flatMap((name) => {
      const order = costOrder(manifest.kind, name);
      return order ? [{ name, order }] : [];
    });
    const choices = {
      x: costs.filter(({ name }) => blinded || entries.some((entry) => numberOf(entry, name, inUse) !== null)),
      y: qualities(challenge, { phase, timed, entries }),
    };
    const x = choose('x', choices.x.length > 0 ? choices.x : [{ name: 'parameters', order: 'asc' }], asked.x);
    const y = choose('y', choices.y, asked.y);
    const hardware = hardwareOf(entries, { ...first, by: x.name }, asked.hardware);
    const comparable = entries.filter(({ timing }) => hardware.shown === null || timing?.hardwareClass === hardware.shown);
    const points = pointsOf(comparable, { x, y, timed, inUse });
    return {
      challenge: challenge.slug,
      phase: phase.slug,
      simulated: dataSet?.simulated ?? false,
      openTruth: dataSet?.openTruth ?? false,
      blinded,
      x,
      y,
      choices,
      hardware,
      points,
      missing: comparable.length - points.length,
      published: blinded ? [] : manifest.published.flatMap((result) => publishedPoint(result, x, y)),
    };
  }
}

interface Shown {
  phase: Phase;
  timed: readonly string[];
  entries: readonly ScoredEvaluation[];
}

/**
 * What the phase's boards rank by, except speed. On a divided split some of these metrics may be of the ranking part alone; if all are,
 * the phase's other metrics.
 */
function qualities(challenge: ShownChallenge, { phase, timed, entries }: Shown): LandscapeAxis[] {
  const boards = boardsOfPhase(challenge, phase).filter(({ by }) => !timed.includes(by));
  const ranked = [...new Map(boards.map(({ by, order }) => [by, { name: by, order }])).values()];
  const { kind, phases, scoring } = challenge.manifest;
  const others = (phases.find(({ id }) => id === phase.slug)?.metrics ?? scoring.metrics).flatMap((name) => {
    const known = orderOfMetric(kind, name);
    const order = known && boardOrder(known);
    return order ? [{ name, order }] : [];
  });
  const isShown = ({ name }: LandscapeAxis) => entries.some((entry) => numberOf(entry, name, isInUse(phase)) !== null);
  const [first, second] = [ranked.filter(isShown), others.filter(isShown)];
  return first.length > 0 ? first : second.length > 0 ? second : ranked;
}

function choose(axis: 'x' | 'y', choices: readonly LandscapeAxis[], asked: string | undefined): LandscapeAxis {
  const found = asked === undefined ? choices[0] : choices.find(({ name }) => name === asked);
  if (found) return found;
  const known = choices.map(({ name }) => name);
  const guess = nearest(asked ?? '', known);
  throw new ProblemException('not-found', {
    detail: `There is no number '${asked ?? ''}' for the ${axis} axis; choose one of ${known.join(', ')}.`,
    ...(guess ? { fix: `Did you mean '${guess}'?` } : {}),
  });
}

function publishedPoint(result: PublishedResult, x: LandscapeAxis, y: LandscapeAxis): LandscapeView['published'] {
  const [across, up] = [result[x.name], result[y.name]];
  return typeof across === 'number' && typeof up === 'number' ? [{ name: result.name, source: result.source, x: across, y: up }] : [];
}
