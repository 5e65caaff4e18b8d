import { Module } from '@nestjs/common';
import { RateLimitsModule } from '../rate-limits/rate-limits.module';
import { TokensModule } from '../tokens/tokens.module';
import { AccountsController } from './accounts.controller';
import { AccountsRepository } from './accounts.repository';
import { AccountsService } from './accounts.service';
import { AccountsWorker } from './accounts.worker';
import { DevicesRepository } from './devices.repository';
import { DevicesService } from './devices.service';
import { FirstUsersService } from './first-users.service';
import { PasswordsService } from './passwords.service';
import { SessionsService } from './sessions.service';

@Module({
  imports: [TokensModule, RateLimitsModule],
  controllers: [AccountsController],
  providers: [
    AccountsService,
    AccountsRepository,
    AccountsWorker,
    DevicesService,
    DevicesRepository,
    FirstUsersService,
    PasswordsService,
    SessionsService,
  ],
  exports: [SessionsService, FirstUsersService],
})
export class AccountsModule {}
