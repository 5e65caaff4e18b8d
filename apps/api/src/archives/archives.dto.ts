import { StorageSpace } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';

export class StorageSpaceDto extends createZodDto(StorageSpace) {}
