import { Module } from '@nestjs/common';
import { ChallengesController } from './challenges.controller';
import { ChallengesRepository } from './challenges.repository';
import { ChallengesService } from './challenges.service';
import { ChallengesSyncService } from './challenges.sync.service';

@Module({
  controllers: [ChallengesController],
  providers: [ChallengesService, ChallengesRepository, ChallengesSyncService],
  exports: [ChallengesRepository, ChallengesSyncService],
})
export class ChallengesModule {}
