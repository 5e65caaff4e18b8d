import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Operation } from '../openapi/operation';
import { LandscapePathDto, LandscapeQueryDto, LandscapeViewDto } from './landscape.dto';
import { LandscapeService } from './landscape.service';

@ApiTags('boards')
@Controller('challenges/:slug/landscape')
export class LandscapeController {
  constructor(private readonly landscape: LandscapeService) {}

  @Get()
  @Operation({
    id: 'getLandscape',
    summary: 'Quality against cost: the scored entries of a phase with their intervals, and which of them no other beats in both.',
    access: 'public',
    problems: ['not-found'],
  })
  @ZodResponse({ type: LandscapeViewDto, status: 200 })
  get(@Param() { slug }: LandscapePathDto, @Query() query: LandscapeQueryDto): Promise<LandscapeViewDto> {
    return this.landscape.view(slug, query);
  }
}
