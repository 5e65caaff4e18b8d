import { Module } from '@nestjs/common';
import { ChallengesModule } from '../challenges/challenges.module';
import { DisclosuresController } from './disclosures.controller';
import { DisclosuresRepository } from './disclosures.repository';
import { DisclosuresService } from './disclosures.service';

@Module({
  imports: [ChallengesModule],
  controllers: [DisclosuresController],
  providers: [DisclosuresService, DisclosuresRepository],
})
export class DisclosuresModule {}
