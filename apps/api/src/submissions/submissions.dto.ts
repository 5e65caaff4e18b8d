import { CreateSubmission, PageQuery, SubmissionView, pageOf } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class CreateSubmissionDto extends createZodDto(CreateSubmission) {}
export class SubmissionViewDto extends createZodDto(SubmissionView) {}
export class SubmissionPageDto extends createZodDto(pageOf(SubmissionView)) {}
export class SubmissionIdDto extends createZodDto(z.object({ id: z.uuid() })) {}
/** The cursor is the id of the last submission on the previous page: ids grow with time. */
export class SubmissionsQueryDto extends createZodDto(
  PageQuery.extend({ challenge: z.string().optional(), cursor: z.uuid().optional() }),
) {}
export const IdempotencyKey = z.string().trim().min(8).max(200);
