import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { Caller } from '../access/identity';
import type { Identity } from '../access/identity';
import { Operation } from '../openapi/operation';
import { CreateUploadDto, UploadIdDto, UploadViewDto } from './uploads.dto';
import { UploadsService } from './uploads.service';

@ApiTags('uploads')
@Controller('uploads')
export class UploadsController {
  constructor(private readonly uploads: UploadsService) {}

  @Post()
  @Operation({
    id: 'createUpload',
    summary: 'Start an upload, or find an interrupted one. PUT the bytes of each part to its url.',
    access: 'submit',
    problems: ['file-empty', 'file-too-large', 'storage-used-up', 'storage-full'],
  })
  @ZodResponse({ type: UploadViewDto, status: 201 })
  create(@Body() body: CreateUploadDto, @Caller() caller: Identity): Promise<UploadViewDto> {
    return this.uploads.create(caller, body);
  }

  @Get(':id')
  @Operation({ id: 'getUpload', summary: 'One of your uploads, with the parts received.', access: 'submit', problems: ['not-found'] })
  @ZodResponse({ type: UploadViewDto, status: 200 })
  get(@Param() { id }: UploadIdDto, @Caller() { user }: Identity): Promise<UploadViewDto> {
    return this.uploads.get(user.id, id);
  }

  @Post(':id/complete')
  @Operation({
    id: 'completeUpload',
    summary: 'Complete an upload: checks the size and sha256 of the bytes received. Repeatable.',
    access: 'submit',
    problems: ['not-found', 'upload-incomplete', 'upload-corrupted', 'upload-aborted'],
  })
  @ZodResponse({ type: UploadViewDto, status: 200 })
  complete(@Param() { id }: UploadIdDto, @Caller() { user }: Identity): Promise<UploadViewDto> {
    return this.uploads.complete(user.id, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Dropped.' })
  @Operation({
    id: 'abortUpload',
    summary: 'Abort an upload that was not submitted.',
    access: 'submit',
    problems: ['not-found', 'upload-in-use'],
  })
  abort(@Param() { id }: UploadIdDto, @Caller() { user }: Identity): Promise<void> {
    return this.uploads.abort(user.id, id);
  }
}
