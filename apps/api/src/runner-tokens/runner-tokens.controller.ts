import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Caller } from '../access/identity';
import type { Identity } from '../access/identity';
import { Operation } from '../openapi/operation';
import { CreateRunnerTokenDto, CreatedRunnerTokenDto, RunnerTokenDto, RunnerTokenIdDto } from './runner-tokens.dto';
import { RunnerTokensService } from './runner-tokens.service';

const access = { level: 'session', organiser: true } as const;

@ApiTags('runner tokens')
@Controller('runner-tokens')
export class RunnerTokensController {
  constructor(private readonly tokens: RunnerTokensService) {}

  @Get()
  @Operation({ id: 'listRunnerTokens', summary: 'The tokens of runners that you may revoke, without their secrets.', access })
  @ZodResponse({ type: [RunnerTokenDto], status: 200 })
  list(@Caller() caller: Identity): Promise<RunnerTokenDto[]> {
    return this.tokens.list(caller);
  }

  @Post()
  @Operation({
    id: 'createRunnerToken',
    summary: 'Create a token for runners. Its secret is in this response only and never shown again.',
    access,
    problems: ['forbidden', 'not-found', 'token-name-taken'],
  })
  @ZodResponse({ type: CreatedRunnerTokenDto, status: 201 })
  create(@Body() body: CreateRunnerTokenDto, @Caller() caller: Identity): Promise<CreatedRunnerTokenDto> {
    return this.tokens.create(caller, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Revoked.' })
  @Operation({
    id: 'revokeRunnerToken',
    summary: 'Revoke a token at once. What its runners work on waits for other runners.',
    access,
    problems: ['forbidden', 'not-found'],
  })
  revoke(@Param() { id }: RunnerTokenIdDto, @Caller() caller: Identity): Promise<void> {
    return this.tokens.revoke(caller, id);
  }
}
