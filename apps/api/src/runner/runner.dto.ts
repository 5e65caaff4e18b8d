import {
  Assignment,
  CreatePredictionUpload,
  FailedStep,
  Heartbeat,
  LeaseFence,
  LeasePath,
  LeaseQuery,
  ModelStep,
  PredictionUpload,
  ReleasedStep,
} from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

/** The contract is checked once the version of the protocol is known to be the platform's. */
export class CapabilitiesDto extends createZodDto(z.looseObject({ protocol: z.number().int() })) {}
/** The contract is a union, which no class can extend: it is checked by the controller. */
export class OutcomeDto extends createZodDto(z.looseObject({ step: ModelStep })) {}
export class AssignmentDto extends createZodDto(Assignment) {}
export class LeaseQueryDto extends createZodDto(LeaseQuery) {}
export class LeasePathDto extends createZodDto(LeasePath) {}
export class LeaseFenceDto extends createZodDto(LeaseFence) {}
export class HeartbeatDto extends createZodDto(Heartbeat) {}
export class FailedStepDto extends createZodDto(FailedStep) {}
export class ReleasedStepDto extends createZodDto(ReleasedStep) {}
export class CreatePredictionUploadDto extends createZodDto(CreatePredictionUpload) {}
export class PredictionUploadDto extends createZodDto(PredictionUpload) {}
export class PredictionUploadPathDto extends createZodDto(LeasePath.extend({ upload: z.uuid() })) {}
export class SubmittedFilePathDto extends createZodDto(LeasePath.extend({ place: z.coerce.number().int().nonnegative() })) {}
export class InputPathDto extends createZodDto(LeasePath.extend({ split: z.string(), variation: z.string(), view: z.string() })) {}
