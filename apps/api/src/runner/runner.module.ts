import { Module } from '@nestjs/common';
import { LeaseFilesController } from './lease-files.controller';
import { LeaseFiles } from './lease-files.service';
import { LeaseRepository } from './lease.repository';
import { LeasesController } from './leases.controller';
import { LeasesService } from './leases.service';
import { LostLeases } from './lost-leases';
import { PredictionUploadsRepository } from './prediction-uploads.repository';
import { PredictionUploadsService } from './prediction-uploads.service';
import { WorkFeed } from './work-feed';

@Module({
  controllers: [LeasesController, LeaseFilesController],
  providers: [LeasesService, LeaseRepository, LeaseFiles, PredictionUploadsService, PredictionUploadsRepository, LostLeases, WorkFeed],
})
export class RunnerModule {}
