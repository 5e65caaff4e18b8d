import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Caller } from '../access/identity';
import type { Identity } from '../access/identity';
import { Operation } from '../openapi/operation';
import { CreateTokenDto, CreatedTokenDto, TokenDto, TokenIdDto } from './tokens.dto';
import { TokensService } from './tokens.service';

@ApiTags('tokens')
@Controller('tokens')
export class TokensController {
  constructor(private readonly tokens: TokensService) {}

  @Get()
  @Operation({ id: 'listTokens', summary: 'Your API tokens, without their secrets.', access: 'session' })
  @ZodResponse({ type: [TokenDto], status: 200 })
  list(@Caller() { user }: Identity): Promise<TokenDto[]> {
    return this.tokens.list(user.id);
  }

  @Post()
  @Operation({
    id: 'createToken',
    summary: 'Create an API token. Its secret is in this response only and never shown again.',
    access: 'session',
    problems: ['token-name-taken'],
  })
  @ZodResponse({ type: CreatedTokenDto, status: 201 })
  create(@Body() body: CreateTokenDto, @Caller() caller: Identity): Promise<CreatedTokenDto> {
    return this.tokens.create(caller, body);
  }

  @Delete()
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Revoked.' })
  @Operation({ id: 'revokeAllTokens', summary: 'Revoke all your API tokens at once.', access: 'session' })
  revokeAll(@Caller() { user }: Identity): Promise<void> {
    return this.tokens.revokeAll(user.id);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Revoked.' })
  @Operation({ id: 'revokeToken', summary: 'Revoke an API token at once.', access: 'session', problems: ['not-found'] })
  revoke(@Param() { id }: TokenIdDto, @Caller() { user }: Identity): Promise<void> {
    return this.tokens.revoke(user.id, id);
  }
}
