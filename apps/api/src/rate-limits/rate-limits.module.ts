import { Module } from '@nestjs/common';
import { RateLimitsRepository } from './rate-limits.repository';
import { RateLimitsService } from './rate-limits.service';

@Module({ providers: [RateLimitsService, RateLimitsRepository], exports: [RateLimitsService] })
export class RateLimitsModule {}
