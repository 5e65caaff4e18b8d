import { LandscapeQuery, LandscapeView } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class LandscapeQueryDto extends createZodDto(LandscapeQuery) {}
export class LandscapeViewDto extends createZodDto(LandscapeView) {}
export class LandscapePathDto extends createZodDto(z.object({ slug: z.string() })) {}
