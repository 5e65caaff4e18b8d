import { Module } from '@nestjs/common';
import { RunnerTokensController } from './runner-tokens.controller';
import { RunnerTokensRepository } from './runner-tokens.repository';
import { RunnerTokensService } from './runner-tokens.service';

@Module({
  controllers: [RunnerTokensController],
  providers: [RunnerTokensService, RunnerTokensRepository],
  exports: [RunnerTokensService],
})
export class RunnerTokensModule {}
