import { Injectable } from '@nestjs/common';
import type { RunnerTime } from '@unblind/contracts';
import { RunnerTimeRepository } from './runner-time.repository';
import type { SubmissionTime } from './runner-time.repository';

const mostSubmissions = 100;

/** Adds up what runners spent, from their leases. */
@Injectable()
export class RunnerTimeService {
  constructor(private readonly times: RunnerTimeRepository) {}

  async get(challenge: string | null): Promise<RunnerTime> {
    const submissions = await this.times.bySubmission(challenge);
    return {
      challenges: summed(submissions, ({ challenge: slug }) => slug),
      entrants: summed(submissions, ({ challenge: slug, entrant, team }) => JSON.stringify([slug, entrant, team])),
      submissions: submissions.slice(0, mostSubmissions),
    };
  }
}

/** One row for all submissions of a group, those with most time first. It keeps the words of its first submission. */
function summed(rows: readonly SubmissionTime[], groupOf: (row: SubmissionTime) => string): SubmissionTime[] {
  const groups = new Map<string, SubmissionTime>();
  for (const row of rows) {
    const sum = groups.get(groupOf(row));
    if (!sum) groups.set(groupOf(row), { ...row });
    else for (const field of ['attempts', 'seconds', 'lostSeconds', 'remoteSeconds'] as const) sum[field] += row[field];
  }
  return [...groups.values()].sort((a, b) => b.seconds - a.seconds);
}
