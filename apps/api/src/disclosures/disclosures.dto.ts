import { DisclosureView } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class DisclosureViewDto extends createZodDto(DisclosureView) {}
export class PhasePathDto extends createZodDto(z.object({ slug: z.string(), phase: z.string() })) {}
