import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Operation } from '../openapi/operation';
import { ChallengeConditionDto, ChallengeConditionsQueryDto } from './challenge-conditions.dto';
import { ChallengeConditionsService } from './challenge-conditions.service';

@ApiTags('challenges')
@Controller('challenge-conditions')
export class ChallengeConditionsController {
  constructor(private readonly conditions: ChallengeConditionsService) {}

  @Get()
  @Operation({
    id: 'listChallengeConditions',
    summary: 'What keeps challenges from working: their folders, data, scoring and baselines. Those that never worked are among them.',
    access: { level: 'read', organiser: true },
    problems: ['forbidden'],
  })
  @ZodResponse({ type: [ChallengeConditionDto], status: 200 })
  list(@Query() { challenge }: ChallengeConditionsQueryDto): Promise<ChallengeConditionDto[]> {
    return this.conditions.list(challenge);
  }
}
