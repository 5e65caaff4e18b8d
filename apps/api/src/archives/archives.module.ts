import { Module } from '@nestjs/common';
import { BoardsModule } from '../boards/boards.module';
import { ArchivesController } from './archives.controller';
import { ArchivesRepository } from './archives.repository';
import { ArchivesService } from './archives.service';
import { ArchivesWorker } from './archives.worker';

@Module({
  imports: [BoardsModule],
  controllers: [ArchivesController],
  providers: [ArchivesService, ArchivesRepository, ArchivesWorker],
})
export class ArchivesModule {}
