import { ChallengeCondition, ChallengeConditionsQuery } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';

export class ChallengeConditionDto extends createZodDto(ChallengeCondition) {}
export class ChallengeConditionsQueryDto extends createZodDto(ChallengeConditionsQuery) {}
