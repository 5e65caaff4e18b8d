import { DifferencesView, EvaluationView } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class EvaluationViewDto extends createZodDto(EvaluationView) {}
export class EvaluationIdDto extends createZodDto(z.object({ id: z.uuid() })) {}
export class DifferencesViewDto extends createZodDto(DifferencesView) {}
export class DifferencesQueryDto extends createZodDto(z.object({ from: z.uuid() })) {}
