import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { ZodSerializerInterceptor } from 'nestjs-zod';
import { AccessCheck } from './access/access.check';
import { AccessGuard } from './access/access.guard';
import { AccountsModule } from './accounts/accounts.module';
import { ArchivesModule } from './archives/archives.module';
import { BoardsModule } from './boards/boards.module';
import { BootService } from './boot.service';
import { ChallengeConditionsModule } from './challenge-conditions/challenge-conditions.module';
import { ChallengesModule } from './challenges/challenges.module';
import { PlatformModule } from './common/platform.module';
import { ProblemFilter } from './common/problem.filter';
import { ValidationPipe } from './common/validation.pipe';
import type { ApiConfig } from './config';
import { DisclosuresModule } from './disclosures/disclosures.module';
import { EvaluationsModule } from './evaluations/evaluations.module';
import { LandscapeModule } from './landscape/landscape.module';
import { RunnerModule } from './runner/runner.module';
import { RunnerTimeModule } from './runner-time/runner-time.module';
import { RunnerTokensModule } from './runner-tokens/runner-tokens.module';
import { StatusModule } from './status/status.module';
import { SubmissionsModule } from './submissions/submissions.module';
import { TokensModule } from './tokens/tokens.module';
import { UploadsModule } from './uploads/uploads.module';

@Module({})
export class AppModule {
  static with(config: ApiConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DiscoveryModule,
        PlatformModule.with(config),
        AccountsModule,
        TokensModule,
        RunnerTokensModule,
        RunnerModule,
        RunnerTimeModule,
        ChallengeConditionsModule,
        ChallengesModule,
        UploadsModule,
        SubmissionsModule,
        EvaluationsModule,
        BoardsModule,
        LandscapeModule,
        StatusModule,
        ArchivesModule,
        DisclosuresModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: ValidationPipe },
        { provide: APP_INTERCEPTOR, useClass: ZodSerializerInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
        AccessCheck,
        BootService,
      ],
    };
  }
}
