import { Module } from '@nestjs/common';
import { ChallengesModule } from '../challenges/challenges.module';
import { UploadsController } from './uploads.controller';
import { UploadsRepository } from './uploads.repository';
import { UploadsService } from './uploads.service';
import { UploadsWorker } from './uploads.worker';

@Module({ imports: [ChallengesModule], controllers: [UploadsController], providers: [UploadsService, UploadsRepository, UploadsWorker] })
export class UploadsModule {}
