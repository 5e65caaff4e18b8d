export * from './client';
export * from './evaluation-moves';
export * from './json';
export * from './listen';
export * from './migrate';
export * from './replicates';
export { Prisma } from './generated/client';
export type {
  Challenge,
  ChallengeVersion,
  DataSet,
  Evaluation,
  EvaluationEvent,
  Metric,
  Phase,
  Submission,
  Upload,
  User,
} from './generated/client';
