import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { Caller, MaybeCaller } from '../access/identity';
import type { Identity } from '../access/identity';
import { Operation } from '../openapi/operation';
import { DifferencesService } from './differences.service';
import { DifferencesQueryDto, DifferencesViewDto, EvaluationIdDto, EvaluationViewDto } from './evaluations.dto';
import { EvaluationsService } from './evaluations.service';

@ApiTags('evaluations')
@Controller('evaluations')
export class EvaluationsController {
  constructor(
    private readonly evaluations: EvaluationsService,
    private readonly differences: DifferencesService,
  ) {}

  @Get(':id')
  @Operation({
    id: 'getEvaluation',
    summary: 'An evaluation: all of your own, or the public part of one on a board.',
    access: 'public',
    problems: ['not-found'],
  })
  @ZodResponse({ type: EvaluationViewDto, status: 200 })
  get(@Param() { id }: EvaluationIdDto, @MaybeCaller() caller: Identity | null): Promise<EvaluationViewDto> {
    return this.evaluations.get(caller, id);
  }

  @Get(':id/events')
  @Operation({
    id: 'watchEvaluation',
    summary:
      'Server-sent events `evaluation`, each with the whole EvaluationView: one now and one at each change, until the evaluation ends.',
    access: 'public',
    problems: ['not-found'],
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'A stream of server-sent events.', schema: { type: 'string' } })
  watch(
    @Param() { id }: EvaluationIdDto,
    @MaybeCaller() caller: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.evaluations.stream(caller, id, request, response);
  }

  @Get(':id/differences')
  @Operation({
    id: 'getDifferences',
    summary: 'The metrics of this evaluation minus those of another of the same phase, with paired intervals.',
    access: 'public',
    problems: ['not-found', 'not-comparable'],
  })
  @ZodResponse({ type: DifferencesViewDto, status: 200 })
  getDifferences(
    @Param() { id }: EvaluationIdDto,
    @Query() { from }: DifferencesQueryDto,
    @MaybeCaller() caller: Identity | null,
  ): Promise<DifferencesViewDto> {
    return this.differences.between(caller, id, from);
  }

  @Post(':id/retry')
  @Operation({
    id: 'retryEvaluation',
    summary: 'Run a failed evaluation again, as a new one.',
    access: { level: 'submit', organiser: true },
    problems: ['forbidden', 'not-found', 'not-retryable'],
  })
  @ZodResponse({ type: EvaluationViewDto, status: 201 })
  async retry(@Param() { id }: EvaluationIdDto, @Caller() caller: Identity): Promise<EvaluationViewDto> {
    return this.evaluations.get(caller, await this.evaluations.retry(caller, id));
  }
}
