import { Module } from '@nestjs/common';
import { ChallengesModule } from '../challenges/challenges.module';
import { BoardsController } from './boards.controller';
import { BoardsRepository } from './boards.repository';
import { BoardsService } from './boards.service';

@Module({
  imports: [ChallengesModule],
  controllers: [BoardsController],
  providers: [BoardsService, BoardsRepository],
  exports: [BoardsRepository],
})
export class BoardsModule {}
