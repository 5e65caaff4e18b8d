import { Health, PlatformStatus } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';

export class HealthDto extends createZodDto(Health) {}
export class PlatformStatusDto extends createZodDto(PlatformStatus) {}
