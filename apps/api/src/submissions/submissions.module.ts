import { Module } from '@nestjs/common';
import { ChallengesModule } from '../challenges/challenges.module';
import { ReceiveService } from './receive.service';
import { SubmissionsController } from './submissions.controller';
import { SubmissionsRepository } from './submissions.repository';
import { SubmissionsService } from './submissions.service';

@Module({
  imports: [ChallengesModule],
  controllers: [SubmissionsController],
  providers: [SubmissionsService, SubmissionsRepository, ReceiveService],
})
export class SubmissionsModule {}
