import { Module } from '@nestjs/common';
import { RunnerTimeController } from './runner-time.controller';
import { RunnerTimeRepository } from './runner-time.repository';
import { RunnerTimeService } from './runner-time.service';

@Module({ controllers: [RunnerTimeController], providers: [RunnerTimeService, RunnerTimeRepository] })
export class RunnerTimeModule {}
