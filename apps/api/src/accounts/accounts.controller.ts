import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { User } from '@unblind/database';
import type { Request, Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { Caller } from '../access/identity';
import type { Identity } from '../access/identity';
import { senderOf } from '../access/sender';
import { Operation } from '../openapi/operation';
import { ChangePasswordDto, MeDto, SignInDto, SignUpDto } from './accounts.dto';
import { AccountsService } from './accounts.service';
import type { Origin } from './accounts.service';
import { DevicesService, deviceCookie } from './devices.service';
import { SessionsService, sessionCookie } from './sessions.service';

@ApiTags('accounts')
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly devices: DevicesService,
    private readonly sessions: SessionsService,
  ) {}

  @Post('sign-up')
  @Operation({
    id: 'signUp',
    summary: 'Create an account and sign in.',
    access: 'public',
    problems: ['handle-taken', 'email-taken', 'too-many-requests', 'busy'],
  })
  @ZodResponse({ type: MeDto, status: 201 })
  async signUp(@Body() body: SignUpDto, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<MeDto> {
    const { sender, device } = originOf(request);
    return this.enter(await this.accounts.signUp(body, sender), device, response);
  }

  @Post('sign-in')
  @Operation({
    id: 'signIn',
    summary: 'Sign in by handle or e-mail address; the session is a cookie.',
    access: 'public',
    problems: ['wrong-credentials', 'too-many-requests', 'busy'],
  })
  @ZodResponse({ type: MeDto, status: 200 })
  async signIn(@Body() body: SignInDto, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<MeDto> {
    const origin = originOf(request);
    return this.enter(await this.accounts.signIn(body, origin), origin.device, response);
  }

  @Post('sign-out')
  @Operation({ id: 'signOut', summary: 'End this session.', access: { level: 'session', beforePasswordChange: true } })
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Signed out.' })
  async signOut(@Caller() { sessionId }: Identity, @Res({ passthrough: true }) response: Response): Promise<void> {
    if (sessionId) await this.sessions.close(sessionId);
    this.sessions.clearCookie(response);
  }

  @Post('sign-out-everywhere')
  @Operation({
    id: 'signOutEverywhere',
    summary: 'End all your sessions, this one too, and revoke all your API tokens.',
    access: { level: 'session', beforePasswordChange: true },
  })
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Signed out everywhere.' })
  async signOutEverywhere(@Caller() caller: Identity, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.accounts.signOutEverywhere(caller);
    this.sessions.clearCookie(response);
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
    summary: 'Change the password. All other sessions end, and all API tokens are revoked.',
    access: { level: 'session', beforePasswordChange: true },
    problems: ['wrong-credentials', 'too-many-requests', 'busy'],
  })
  @ZodResponse({ type: MeDto, status: 200 })
  async changePassword(
    @Body() body: ChangePasswordDto,
    @Caller() caller: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeDto> {
    const user = await this.accounts.changePassword(body, caller);
    await this.remember(user, originOf(request).device, response);
    return user;
  }

  private async enter(user: User, device: string | undefined, response: Response): Promise<User> {
    response.cookie(sessionCookie, await this.sessions.open(user), this.sessions.cookieOptions());
    await this.remember(user, device, response);
    return user;
  }

  /** Marks the browser as one that this user signed in with. */
  private async remember({ id }: User, device: string | undefined, response: Response): Promise<void> {
    response.cookie(deviceCookie, await this.devices.remember(device, id), this.devices.cookieOptions());
  }
}

function originOf({ ip, cookies }: Request): Origin {
  const device: unknown = cookies[deviceCookie];
  return { sender: senderOf(ip ?? ''), device: typeof device === 'string' ? device : undefined };
}
