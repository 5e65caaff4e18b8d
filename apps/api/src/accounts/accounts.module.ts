import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module';
import { AccountsController } from './accounts.controller';
import { AccountsRepository } from './accounts.repository';
import { AccountsService } from './accounts.service';
import { FirstUsersService } from './first-users.service';
import { SessionsService } from './sessions.service';

@Module({
  imports: [TokensModule],
  controllers: [AccountsController],
  providers: [AccountsService, AccountsRepository, SessionsService, FirstUsersService],
  exports: [SessionsService, FirstUsersService],
})
export class AccountsModule {}
