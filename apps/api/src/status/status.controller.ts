import { Controller, Get, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { Operation } from '../openapi/operation';
import { HealthDto, PlatformStatusDto } from './status.dto';
import { StatusService } from './status.service';

@ApiTags('status')
@Controller()
export class StatusController {
  constructor(private readonly statuses: StatusService) {}

  @Get('health/live')
  @Operation({ id: 'getLiveness', summary: 'Whether the process answers.', access: 'public' })
  @ZodResponse({ type: HealthDto, status: 200 })
  live(): HealthDto {
    return { status: 'ok', checks: {} };
  }

  @Get('health/ready')
  @Operation({
    id: 'getReadiness',
    summary: 'Whether database, object store and queue also answer; 503 if one does not.',
    access: 'public',
  })
  @ApiResponse({ status: 503, description: 'A part of the platform does not answer; `checks` names it.', type: HealthDto.Output })
  @ZodResponse({ type: HealthDto, status: 200 })
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    const health = await this.statuses.health();
    if (health.status !== 'ok') response.status(503);
    return health;
  }

  @Get('status')
  @Operation({ id: 'getStatus', summary: 'The runners, and the number of waiting evaluations.', access: 'public' })
  @ZodResponse({ type: PlatformStatusDto, status: 200 })
  status(): Promise<PlatformStatusDto> {
    return this.statuses.status();
  }
}
