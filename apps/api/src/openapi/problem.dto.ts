import { Problem } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';

export class ProblemDto extends createZodDto(Problem) {}
