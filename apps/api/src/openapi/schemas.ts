import * as contracts from '@unblind/contracts';
import { z } from 'zod';
import { SubmissionPageDto } from '../submissions/submissions.dto';

const { SignUp, SignIn, ChangePassword, CreateToken, CreateUpload, CreateSubmission } = contracts;
const { Problem, Me, Token, CreatedToken, Health, PlatformStatus, UploadView, Quota, DataFile, StorageSpace } = contracts;
const {
  Participant,
  PhaseView,
  DataSetView,
  ChallengeSummary,
  ChallengeCondition,
  ChallengeDetail,
  MetricValue,
  Plot,
  BoardRow,
  BoardView,
} = contracts;
const { RunnerGpu, LandscapeAxis, LandscapePoint, LandscapeView } = contracts;
const { MetricDifference, DifferencesView, DisclosureView, ChallengeVersionView } = contracts;
const { JobProgress, FaultDetail, Inspection, ContractBinding, EvaluationEventView, EvaluationSummary, EvaluationView, SubmissionView } =
  contracts;

const { Capabilities, Heartbeat, FailedStep, ReleasedStep, Outcome, CreatePredictionUpload, Assignment, PredictionUpload } = contracts;
const { CreateRunnerToken, RunnerToken, CreatedRunnerToken, RunnerTime, RunnerSelf } = contracts;

const sent = {
  Capabilities,
  Heartbeat,
  FailedStep,
  ReleasedStep,
  Outcome,
  CreatePredictionUpload,
  CreateRunnerToken,
  SignUp,
  SignIn,
  ChangePassword,
  CreateToken,
  CreateUpload,
  CreateSubmission,
};
/** Includes nested shapes, so that a generated client has one type for each. */
const answered = {
  Problem,
  Me,
  Token,
  CreatedToken,
  Health,
  PlatformStatus,
  UploadView,
  Quota,
  DataFile,
  StorageSpace,
  Participant,
  PhaseView,
  DataSetView,
  ChallengeSummary,
  ChallengeCondition,
  ChallengeDetail,
  MetricValue,
  Plot,
  BoardRow,
  BoardView,
  RunnerGpu,
  LandscapeAxis,
  LandscapePoint,
  LandscapeView,
  JobProgress,
  FaultDetail,
  Inspection,
  ContractBinding,
  EvaluationEventView,
  EvaluationSummary,
  EvaluationView,
  SubmissionView,
  MetricDifference,
  DifferencesView,
  DisclosureView,
  ChallengeVersionView,
  Assignment,
  PredictionUpload,
  RunnerSelf,
  RunnerToken,
  CreatedRunnerToken,
  RunnerTime,
  SubmissionPage: SubmissionPageDto.schema,
};

/** The document's components, made directly from the contracts (swagger would turn a nullable string into an array). */
export function componentSchemas(): Record<string, object> {
  return { ...jsonSchemas(sent, 'input'), ...jsonSchemas(answered, 'output') };
}

function jsonSchemas(named: Record<string, z.ZodType>, io: 'input' | 'output'): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, { $id: _id, $schema: _schema, id: _name, ...schema }]) => [name, schema]));
}
