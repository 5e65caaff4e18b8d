import { problemOfMetric, type ChallengeKind, type Subjects } from '@unblind/contracts';
import { ScoringRefusal } from '../refusal';

/** `metric-unknown`, with the nearest metric of the kind. @param subjects the classes or quantities that a family of metrics may refer to */
export function unknownMetric(kind: ChallengeKind, name: string, subjects?: Subjects): ScoringRefusal {
  const problem = problemOfMetric(kind, name, subjects) ?? {
    message: `'${name}' is not computed from these predictions`,
    suggestion: null,
  };
  const hint = problem.suggestion === null ? '' : ` Did you mean '${problem.suggestion}'?`;
  return new ScoringRefusal('metric-unknown', `${problem.message}.${hint}`);
}
