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
  @Operation({ id: 'getLiveness', summary: 'The process answers.', access: 'public' })
  @ZodResponse({ type: HealthDto, status: 200 })
  live(): HealthDto {
    return { status: 'ok', checks: {} };
  }

  @Get('health/ready')
  @Operation({ id: 'getReadiness', summary: 'Database, object store and queue answer too; 503 when one does not.', access: 'public' })
  @ApiResponse({ status: 503, description: 'A part does not answer; `checks` says which.', type: HealthDto.Output })
  @ZodResponse({ type: HealthDto, status: 200 })
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    const health = await this.statuses.health();
    if (health.status !== 'ok') response.status(503);
    return health;
  }

  @Get('status')
  @Operation({ id: 'getStatus', summary: 'The runners, and how many evaluations wait.', access: 'public' })
  @ZodResponse({ type: PlatformStatusDto, status: 200 })
  status(): Promise<PlatformStatusDto> {
    return this.statuses.status();
  }
}
