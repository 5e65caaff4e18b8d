import { Injectable } from '@nestjs/common';
import { FaultDetail } from '@unblind/contracts';
import type { ChallengeCondition, ChallengePart, ChallengeProblem } from '@unblind/contracts';
import { z } from 'zod';
import { ChallengeConditionsRepository } from './challenge-conditions.repository';
import type { ConditionRow } from './challenge-conditions.repository';

/** Faults of the platform that come from how a challenge is scored. */
const ofScoring: readonly string[] = ['scorer-failed', 'definition-differs', 'data-missing'];

/** Says of each challenge what keeps it from working. */
@Injectable()
export class ChallengeConditionsService {
  constructor(private readonly conditions: ChallengeConditionsRepository) {}

  async list(slug: string | undefined): Promise<ChallengeCondition[]> {
    return (await this.conditions.list(slug)).map((row) => ({
      slug: row.slug,
      archivedAt: row.archivedAt?.toISOString() ?? null,
      problems: problemsOf(row),
    }));
  }
}

function problemsOf({ problems, dataFault, failedScorings, failedBaselines }: ConditionRow): ChallengeProblem[] {
  const folder = z.array(z.string()).nullable().parse(problems) ?? [];
  const scorings = failedScorings.filter((fault) => ofScoring.includes(FaultDetail.safeParse(fault).data?.code ?? ''));
  // Each says the same of every submission that it met.
  const distinct = new Map(scorings.flatMap((fault) => problemOf('scoring', fault)).map((problem) => [problem.message, problem]));
  return [
    ...folder.map((message) => ({ part: 'folder' as const, message, fix: 'Mend the folder of the challenge and start the API again.' })),
    ...problemOf('data', dataFault),
    ...distinct.values(),
    ...failedBaselines.flatMap(({ method, fault }) =>
      problemOf('baseline', fault).map((problem) => ({ ...problem, message: `${method}: ${problem.message}` })),
    ),
  ];
}

function problemOf(part: ChallengePart, stored: unknown): ChallengeProblem[] {
  const fault = FaultDetail.safeParse(stored).data;
  if (!fault) return [];
  const expected = fault.expected === undefined ? '' : ` Expected ${fault.expected}, got ${fault.got ?? 'something else'}.`;
  return [{ part, message: `${fault.message}${expected}`, fix: fault.fix }];
}
