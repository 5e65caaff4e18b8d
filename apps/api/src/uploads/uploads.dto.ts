import { CreateUpload, UploadView } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class CreateUploadDto extends createZodDto(CreateUpload) {}
export class UploadViewDto extends createZodDto(UploadView) {}
export class UploadIdDto extends createZodDto(z.object({ id: z.uuid() })) {}
