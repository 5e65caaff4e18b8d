import { Module } from '@nestjs/common';
import { BoardsModule } from '../boards/boards.module';
import { ChallengesModule } from '../challenges/challenges.module';
import { LandscapeController } from './landscape.controller';
import { LandscapeService } from './landscape.service';

@Module({ imports: [BoardsModule, ChallengesModule], controllers: [LandscapeController], providers: [LandscapeService] })
export class LandscapeModule {}
