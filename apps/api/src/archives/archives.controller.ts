import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Operation } from '../openapi/operation';
import { StorageSpaceDto } from './archives.dto';
import { ArchivesService } from './archives.service';

@ApiTags('storage')
@Controller('storage-space')
export class ArchivesController {
  constructor(private readonly archives: ArchivesService) {}

  @Get()
  @Operation({
    id: 'getStorageSpace',
    summary: 'The space taken by submissions and unpacked images, and when archives are removed.',
    access: { level: 'read', organiser: true },
    problems: ['forbidden'],
  })
  @ZodResponse({ type: StorageSpaceDto, status: 200 })
  space(): Promise<StorageSpaceDto> {
    return this.archives.space(new Date());
  }
}
