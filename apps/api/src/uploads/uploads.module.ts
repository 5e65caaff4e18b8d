import { Module } from '@nestjs/common';
import { ChallengesModule } from '../challenges/challenges.module';
import { UploadsController } from './uploads.controller';
import { UploadsService } from './uploads.service';
import { UploadsWorker } from './uploads.worker';

@Module({ imports: [ChallengesModule], controllers: [UploadsController], providers: [UploadsService, UploadsWorker] })
export class UploadsModule {}
