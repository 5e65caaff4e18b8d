import { Module } from '@nestjs/common';
import { RunnerSelfController } from './runner-self.controller';
import { RunnerTokensController } from './runner-tokens.controller';
import { RunnerTokensRepository } from './runner-tokens.repository';
import { RunnerTokensService } from './runner-tokens.service';

@Module({
  controllers: [RunnerTokensController, RunnerSelfController],
  providers: [RunnerTokensService, RunnerTokensRepository],
  exports: [RunnerTokensService],
})
export class RunnerTokensModule {}
