import { Module } from '@nestjs/common';
import { ChallengeConditionsController } from './challenge-conditions.controller';
import { ChallengeConditionsRepository } from './challenge-conditions.repository';
import { ChallengeConditionsService } from './challenge-conditions.service';

@Module({ controllers: [ChallengeConditionsController], providers: [ChallengeConditionsService, ChallengeConditionsRepository] })
export class ChallengeConditionsModule {}
