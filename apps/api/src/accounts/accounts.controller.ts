import { Body, Controller, Get, HttpCode, Ip, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { Caller } from '../access/identity';
import type { Identity } from '../access/identity';
import { Operation } from '../openapi/operation';
import { ChangePasswordDto, MeDto, SignInDto, SignUpDto } from './accounts.dto';
import { AccountsService } from './accounts.service';
import { SessionsService, sessionCookie } from './sessions.service';

@ApiTags('accounts')
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
  ) {}

  @Post('sign-up')
  @Operation({
    id: 'signUp',
    summary: 'Create an account and sign in.',
    access: 'public',
    problems: ['handle-taken', 'email-taken', 'too-many-requests'],
  })
  @ZodResponse({ type: MeDto, status: 201 })
  async signUp(@Body() body: SignUpDto, @Ip() address: string, @Res({ passthrough: true }) response: Response): Promise<MeDto> {
    const user = await this.accounts.signUp(body, address);
    response.cookie(sessionCookie, await this.sessions.open(user.id), this.sessions.cookieOptions());
    return user;
  }

  @Post('sign-in')
  @Operation({
    id: 'signIn',
    summary: 'Sign in by handle or e-mail address; the session is a cookie.',
    access: 'public',
    problems: ['wrong-credentials', 'too-many-requests'],
  })
  @ZodResponse({ type: MeDto, status: 200 })
  async signIn(@Body() body: SignInDto, @Ip() address: string, @Res({ passthrough: true }) response: Response): Promise<MeDto> {
    const user = await this.accounts.signIn(body, address);
    response.cookie(sessionCookie, await this.sessions.open(user.id), this.sessions.cookieOptions());
    return user;
  }

  @Post('sign-out')
  @Operation({ id: 'signOut', summary: 'End this session.', access: { level: 'session', beforePasswordChange: true } })
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Signed out.' })
  async signOut(@Caller() { sessionId }: Identity, @Res({ passthrough: true }) response: Response): Promise<void> {
    if (sessionId) await this.sessions.close(sessionId);
    const { maxAge: _, ...options } = this.sessions.cookieOptions();
    response.clearCookie(sessionCookie, options);
  }

  @Get('me')
  @Operation({
    id: 'getMe',
    summary: 'The signed-in user, or the owner of the token.',
    access: { level: 'read', beforePasswordChange: true },
  })
  @ZodResponse({ type: MeDto, status: 200 })
  me(@Caller() { user }: Identity): MeDto {
    return user;
  }

  @Post('password')
  @Operation({
    id: 'changePassword',
    summary: 'Change the password; all other sessions end.',
    access: { level: 'session', beforePasswordChange: true },
    problems: ['wrong-credentials'],
  })
  @ZodResponse({ type: MeDto, status: 200 })
  changePassword(@Body() body: ChangePasswordDto, @Caller() caller: Identity): Promise<MeDto> {
    return this.accounts.changePassword(body, caller);
  }
}
