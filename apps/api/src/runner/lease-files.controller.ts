import { Body, Controller, Get, Param, Post, Query, Redirect, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { Operation } from '../openapi/operation';
import { CallingRunner } from '../runner-tokens/runner-identity';
import type { RunnerIdentity } from '../runner-tokens/runner-identity';
import { LeaseFiles } from './lease-files.service';
import { PredictionUploadsService } from './prediction-uploads.service';
import {
  CreatePredictionUploadDto,
  InputPathDto,
  LeaseFenceDto,
  LeasePathDto,
  PredictionUploadDto,
  PredictionUploadPathDto,
  SubmittedFilePathDto,
} from './runner.dto';

const problems = ['runner-token-invalid', 'not-found', 'lease-lost'] as const;
const redirected = ApiResponse({ status: 307, description: 'The bytes are at `Location`, for a while; ranges of them can be fetched.' });

@ApiTags('runners')
@Controller('runner/leases/:evaluationId/:step')
export class LeaseFilesController {
  constructor(
    private readonly files: LeaseFiles,
    private readonly uploads: PredictionUploadsService,
  ) {}

  @Get('files/submitted/:place')
  @Redirect(undefined, 307)
  @redirected
  @Operation({ id: 'getSubmittedFile', summary: 'A submitted file of the step, by its place from 0.', access: 'runner', problems })
  async submitted(
    @Param() { evaluationId, step, place }: SubmittedFilePathDto,
    @Query() { fence }: LeaseFenceDto,
    @CallingRunner() { id }: RunnerIdentity,
  ): Promise<{ url: string }> {
    return { url: await this.files.submitted({ evaluationId, step, fence, tokenId: id }, place) };
  }

  @Get('files/inputs/:split/:variation/:view')
  @Redirect(undefined, 307)
  @redirected
  @Operation({ id: 'getInputView', summary: 'A view of the step’s inputs.', access: 'runner', problems })
  async input(
    @Param() { evaluationId, step, split, variation, view }: InputPathDto,
    @Query() { fence }: LeaseFenceDto,
    @CallingRunner() { id }: RunnerIdentity,
  ): Promise<{ url: string }> {
    return { url: await this.files.input({ evaluationId, step, fence, tokenId: id }, { split, variation, view }) };
  }

  @Get('files/scores')
  @Redirect(undefined, 307)
  @redirected
  @Operation({ id: 'getStoredScores', summary: 'The scores of the nominal run, for a timing.', access: 'runner', problems })
  async scores(
    @Param() { evaluationId, step }: LeasePathDto,
    @Query() { fence }: LeaseFenceDto,
    @CallingRunner() { id }: RunnerIdentity,
  ): Promise<{ url: string }> {
    return { url: await this.files.storedScores({ evaluationId, step, fence, tokenId: id }) };
  }

  @Get('files/reference')
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'An ONNX file.', schema: { type: 'string', format: 'binary' } })
  @Operation({ id: 'getReferenceModel', summary: 'The model that a timing compares with.', access: 'runner', problems })
  async reference(
    @Param() { evaluationId, step }: LeasePathDto,
    @Query() { fence }: LeaseFenceDto,
    @CallingRunner() { id }: RunnerIdentity,
    @Res() response: Response,
  ): Promise<void> {
    response.type('application/octet-stream').send(await this.files.referenceModel({ evaluationId, step, fence, tokenId: id }));
  }

  @Post('uploads')
  @Operation({
    id: 'createPredictionUpload',
    summary: 'Announce a tensor of predictions, or resume it. PUT the bytes of each part to its url.',
    access: 'runner',
    problems: [...problems, 'predictions-refused'],
  })
  @ZodResponse({ type: PredictionUploadDto, status: 201 })
  upload(
    @Param() { evaluationId, step }: LeasePathDto,
    @Query() { fence }: LeaseFenceDto,
    @Body() body: CreatePredictionUploadDto,
    @CallingRunner() { id }: RunnerIdentity,
  ): Promise<PredictionUploadDto> {
    return this.uploads.create({ evaluationId, step, fence, tokenId: id }, body);
  }

  @Post('uploads/:upload/complete')
  @Operation({
    id: 'completePredictionUpload',
    summary: 'Complete the upload of a tensor: checks the size and sha256 of the bytes received. Repeatable.',
    access: 'runner',
    problems: [...problems, 'upload-incomplete', 'upload-corrupted'],
  })
  @ZodResponse({ type: PredictionUploadDto, status: 200 })
  completeUpload(
    @Param() { evaluationId, step, upload }: PredictionUploadPathDto,
    @Query() { fence }: LeaseFenceDto,
    @CallingRunner() { id }: RunnerIdentity,
  ): Promise<PredictionUploadDto> {
    return this.uploads.complete({ evaluationId, step, fence, tokenId: id }, upload);
  }
}
