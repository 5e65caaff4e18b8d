import { EvaluationView } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class EvaluationViewDto extends createZodDto(EvaluationView) {}
export class EvaluationIdDto extends createZodDto(z.object({ id: z.uuid() })) {}
