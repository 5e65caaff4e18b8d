import { Module } from '@nestjs/common';
import { ChallengesModule } from '../challenges/challenges.module';
import { UploadSpace } from './upload-space';
import { UploadsController } from './uploads.controller';
import { UploadsRepository } from './uploads.repository';
import { UploadsService } from './uploads.service';
import { UploadsWorker } from './uploads.worker';

@Module({
  imports: [ChallengesModule],
  controllers: [UploadsController],
  providers: [UploadsService, UploadsRepository, UploadSpace, UploadsWorker],
})
export class UploadsModule {}
