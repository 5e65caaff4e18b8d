export * from './client';
export * from './errors';
export * from './evaluation-moves';
export * from './json';
export * from './leases';
export * from './listen';
export * from './migrate';
export * from './replicates';
export * from './service-roles';
export { Prisma } from './generated/client';
export type {
  ApiToken,
  Artefact,
  BoardEntry,
  Challenge,
  ChallengeVersion,
  DataSet,
  Disclosure,
  Evaluation,
  EvaluationEvent,
  Metric,
  Phase,
  PredictionUpload,
  Rerun,
  Runner,
  RunnerToken,
  Session,
  Submission,
  Timing,
  Upload,
  User,
} from './generated/client';
