import { RunnerTime, RunnerTimeQuery } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';

export class RunnerTimeDto extends createZodDto(RunnerTime) {}
export class RunnerTimeQueryDto extends createZodDto(RunnerTimeQuery) {}
