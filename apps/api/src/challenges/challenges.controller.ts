import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Operation } from '../openapi/operation';
import { ChallengeDetailDto, ChallengeSlugDto, ChallengeSummaryDto, DataFileDto, VersionQueryDto } from './challenges.dto';
import { ChallengesService } from './challenges.service';

@ApiTags('challenges')
@Controller('challenges')
export class ChallengesController {
  constructor(private readonly challenges: ChallengesService) {}

  @Get()
  @Operation({ id: 'listChallenges', summary: 'All published challenges.', access: 'public' })
  @ZodResponse({ type: [ChallengeSummaryDto], status: 200 })
  list(): Promise<ChallengeSummaryDto[]> {
    return this.challenges.list();
  }

  @Get(':slug')
  @Operation({
    id: 'getChallenge',
    summary: 'One challenge with its pages, views, limits and boards: the version that is shown, or an archived one.',
    access: 'public',
    problems: ['not-found'],
  })
  @ZodResponse({ type: ChallengeDetailDto, status: 200 })
  detail(@Param() { slug }: ChallengeSlugDto, @Query() { version }: VersionQueryDto): Promise<ChallengeDetailDto> {
    return this.challenges.detail(slug, version);
  }

  @Get(':slug/data')
  @Operation({
    id: 'listDataFiles',
    summary: 'The public data files, with download links that expire. Empty until the data set is prepared.',
    access: 'public',
    problems: ['not-found'],
  })
  @ZodResponse({ type: [DataFileDto], status: 200 })
  data(@Param() { slug }: ChallengeSlugDto): Promise<DataFileDto[]> {
    return this.challenges.dataFiles(slug);
  }
}
