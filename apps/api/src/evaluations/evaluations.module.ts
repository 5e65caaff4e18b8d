import { Module } from '@nestjs/common';
import { DifferencesService } from './differences.service';
import { EvaluationFeed } from './evaluation-feed';
import { EvaluationsController } from './evaluations.controller';
import { EvaluationsRepository } from './evaluations.repository';
import { EvaluationsService } from './evaluations.service';
import { WaitingService } from './waiting.service';

@Module({
  controllers: [EvaluationsController],
  providers: [EvaluationsService, EvaluationsRepository, EvaluationFeed, WaitingService, DifferencesService],
})
export class EvaluationsModule {}
