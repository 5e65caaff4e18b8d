import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Caller } from '../access/identity';
import type { Identity } from '../access/identity';
import { ChallengeSlugDto, VersionQueryDto } from '../challenges/challenges.dto';
import { Operation } from '../openapi/operation';
import { DisclosureViewDto, PhasePathDto } from './disclosures.dto';
import { DisclosuresService } from './disclosures.service';

@ApiTags('challenges')
@Controller('challenges/:slug')
export class DisclosuresController {
  constructor(private readonly disclosures: DisclosuresService) {}

  @Get('disclosures')
  @Operation({
    id: 'listDisclosures',
    summary: 'For each phase on hidden truth: the digest of what is hidden and, once it is unblinded, which rows ranked and the seed.',
    access: 'public',
    problems: ['not-found'],
  })
  @ZodResponse({ type: [DisclosureViewDto], status: 200 })
  list(@Param() { slug }: ChallengeSlugDto, @Query() { version }: VersionQueryDto): Promise<DisclosureViewDto[]> {
    return this.disclosures.list(slug, version);
  }

  @Post('phases/:phase/unblinding')
  @HttpCode(200)
  @Operation({
    id: 'unblindPhase',
    summary: 'Unblind a phase that has ended, for good: its results are shown in full. Repeatable.',
    access: { level: 'submit', organiser: true },
    problems: ['forbidden', 'not-found', 'not-to-unblind'],
  })
  @ZodResponse({ type: DisclosureViewDto, status: 200 })
  unblind(
    @Param() { slug, phase }: PhasePathDto,
    @Query() { version }: VersionQueryDto,
    @Caller() caller: Identity,
  ): Promise<DisclosureViewDto> {
    return this.disclosures.unblind(caller, { slug, phase, version });
  }
}
