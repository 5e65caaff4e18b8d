import { CreateRunnerToken, CreatedRunnerToken, RunnerToken, RunnerSelf } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class CreateRunnerTokenDto extends createZodDto(CreateRunnerToken) {}
export class RunnerTokenDto extends createZodDto(RunnerToken) {}
export class CreatedRunnerTokenDto extends createZodDto(CreatedRunnerToken) {}
export class RunnerTokenIdDto extends createZodDto(z.object({ id: z.uuid() })) {}
export class RunnerSelfDto extends createZodDto(RunnerSelf) {}
