import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Operation } from '../openapi/operation';
import { RunnerTimeDto, RunnerTimeQueryDto } from './runner-time.dto';
import { RunnerTimeService } from './runner-time.service';

@ApiTags('runners')
@Controller('runner-time')
export class RunnerTimeController {
  constructor(private readonly times: RunnerTimeService) {}

  @Get()
  @Operation({
    id: 'getRunnerTime',
    summary: 'The time that runners spent, by challenge, entrant and submission.',
    access: { level: 'read', organiser: true },
    problems: ['forbidden'],
  })
  @ZodResponse({ type: RunnerTimeDto, status: 200 })
  get(@Query() { challenge }: RunnerTimeQueryDto): Promise<RunnerTimeDto> {
    return this.times.get(challenge ?? null);
  }
}
