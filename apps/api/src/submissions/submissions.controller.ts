import { Body, Controller, Get, Headers, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { Caller, MaybeCaller } from '../access/identity';
import type { Identity } from '../access/identity';
import { ChallengeSlugDto, QuotaDto } from '../challenges/challenges.dto';
import { ProblemException } from '../common/problem';
import { Operation } from '../openapi/operation';
import {
  CreateSubmissionDto,
  IdempotencyKey,
  SubmissionIdDto,
  SubmissionPageDto,
  SubmissionViewDto,
  SubmissionsQueryDto,
} from './submissions.dto';
import { SubmissionsService } from './submissions.service';

@ApiTags('submissions')
@Controller()
export class SubmissionsController {
  constructor(private readonly submissions: SubmissionsService) {}

  @Post('challenges/:slug/submissions')
  @Operation({
    id: 'createSubmission',
    summary: 'Submit completed uploads. Repeating the request with the same Idempotency-Key returns 200 and the same submission.',
    access: 'submit',
    problems: [
      'idempotency-key-missing',
      'not-found',
      'idempotency-key-reused',
      'phase-not-open',
      'phase-closed',
      'duplicate-submission',
      'upload-not-complete',
      'kind-not-accepted',
      'file-too-large',
      'quota-used-up',
      'too-many-waiting',
      'not-confirmed',
    ],
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description: 'Any text, new for each submission.',
    schema: { type: 'string' },
  })
  @ApiResponse({ status: 200, description: 'The submission that was made with this key before.', type: SubmissionViewDto.Output })
  @ZodResponse({ type: SubmissionViewDto, status: 201 })
  async create(
    @Param() { slug }: ChallengeSlugDto,
    @Body() body: CreateSubmissionDto,
    @Headers('idempotency-key') header: string | undefined,
    @Caller() caller: Identity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SubmissionViewDto> {
    const key = IdempotencyKey.safeParse(header);
    if (!key.success)
      throw new ProblemException('idempotency-key-missing', {
        detail: 'A submission needs a key, so that a repeated request does not create a second submission.',
      });
    const { view, isNew } = await this.submissions.create(caller, slug, key.data, body);
    if (!isNew) response.status(200);
    return view;
  }

  @Get('challenges/:slug/quota')
  @Operation({
    id: 'getQuota',
    summary: 'How many submissions you have used, today and in all, per phase.',
    access: 'read',
    problems: ['not-found'],
  })
  @ZodResponse({ type: [QuotaDto], status: 200 })
  quota(@Param() { slug }: ChallengeSlugDto, @Caller() caller: Identity): Promise<QuotaDto[]> {
    return this.submissions.quotas(caller, slug);
  }

  @Get('submissions')
  @Operation({ id: 'listSubmissions', summary: 'Your submissions, newest first.', access: 'read' })
  @ZodResponse({ type: SubmissionPageDto, status: 200 })
  list(@Query() query: SubmissionsQueryDto, @Caller() caller: Identity): Promise<SubmissionPageDto> {
    return this.submissions.list(caller, query);
  }

  @Get('submissions/:id')
  @Operation({
    id: 'getSubmission',
    summary: 'A submission: all of your own, or the public part of one on a board.',
    access: 'public',
    problems: ['not-found'],
  })
  @ZodResponse({ type: SubmissionViewDto, status: 200 })
  get(@Param() { id }: SubmissionIdDto, @MaybeCaller() caller: Identity | null): Promise<SubmissionViewDto> {
    return this.submissions.get(caller, id);
  }

  @Post('submissions/:id/cancel')
  @Operation({
    id: 'cancelSubmission',
    summary:
      'Cancel the evaluation of a submission. One that has run on hidden data still counts, and in a blinded phase cannot be cancelled.',
    access: 'submit',
    problems: ['not-found', 'not-cancellable'],
  })
  @ZodResponse({ type: SubmissionViewDto, status: 200 })
  cancel(@Param() { id }: SubmissionIdDto, @Caller() caller: Identity): Promise<SubmissionViewDto> {
    return this.submissions.cancel(caller, id);
  }
}
