import { ChallengeDetail, ChallengeSummary, DataFile, Quota, VersionQuery } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class ChallengeSummaryDto extends createZodDto(ChallengeSummary) {}
export class ChallengeDetailDto extends createZodDto(ChallengeDetail) {}
export class DataFileDto extends createZodDto(DataFile) {}
export class VersionQueryDto extends createZodDto(VersionQuery) {}
export class QuotaDto extends createZodDto(Quota) {}
export class ChallengeSlugDto extends createZodDto(z.object({ slug: z.string() })) {}
