import { Body, Controller, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Assignment, Capabilities, Outcome, runnerProtocol } from '@unblind/contracts';
import type { Request, Response } from 'express';
import { parseRequest } from '../common/validation.pipe';
import { Operation } from '../openapi/operation';
import { CallingRunner } from '../runner-tokens/runner-identity';
import type { RunnerIdentity } from '../runner-tokens/runner-identity';
import { LeasesService } from './leases.service';
import {
  CapabilitiesDto,
  AssignmentDto,
  FailedStepDto,
  HeartbeatDto,
  LeaseFenceDto,
  LeasePathDto,
  LeaseQueryDto,
  OutcomeDto,
  ReleasedStepDto,
} from './runner.dto';
import { protocolMismatch } from './runner-problems';

const lease = ':evaluationId/:step';
const problems = ['runner-token-invalid', 'not-found', 'lease-lost'] as const;

@ApiTags('runners')
@Controller('runner/leases')
export class LeasesController {
  constructor(private readonly leases: LeasesService) {}

  @Post()
  @Operation({
    id: 'leaseStep',
    summary: 'Ask for a step to work on, and wait up to `wait` seconds for one.',
    access: 'runner',
    problems: ['runner-token-invalid', 'protocol-mismatch'],
  })
  @ApiOkResponse({ description: 'A step, which the runner holds from now on.', type: AssignmentDto.Output })
  @ApiNoContentResponse({ description: 'There is none for this runner at present.' })
  async lease(
    @Body() body: CapabilitiesDto,
    @Query() { wait }: LeaseQueryDto,
    @CallingRunner() runner: RunnerIdentity,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (body.protocol !== runnerProtocol) throw protocolMismatch(body.protocol);
    const capabilities = parseRequest(Capabilities, body);
    const isGone = (): boolean => request.socket.destroyed;
    const assignment = await this.leases.lease(runner, capabilities, { waitSeconds: wait, isGone });
    if (assignment) response.status(200).set('Cache-Control', 'no-store').json(Assignment.parse(assignment));
    else response.status(204).end();
  }

  @Post(`${lease}/heartbeat`)
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The lease is renewed.' })
  @Operation({ id: 'renewLease', summary: 'Prove that the runner is alive, and say how far it is.', access: 'runner', problems })
  heartbeat(
    @Param() { evaluationId, step }: LeasePathDto,
    @Query() { fence }: LeaseFenceDto,
    @Body() body: HeartbeatDto,
    @CallingRunner() { id }: RunnerIdentity,
  ): Promise<void> {
    return this.leases.heartbeat({ evaluationId, step, fence, tokenId: id }, body);
  }

  @Post(`${lease}/complete`)
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The outcome is stored, and the lease has ended.' })
  @Operation({
    id: 'completeStep',
    summary: 'Send what came of the step. Repeatable.',
    access: 'runner',
    problems: [...problems, 'outcome-refused'],
  })
  complete(
    @Param() { evaluationId, step }: LeasePathDto,
    @Query() { fence }: LeaseFenceDto,
    @Body() body: OutcomeDto,
    @CallingRunner() { id }: RunnerIdentity,
  ): Promise<void> {
    return this.leases.complete({ evaluationId, step, fence, tokenId: id }, parseRequest(Outcome, body));
  }

  @Post(`${lease}/fail`)
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The fault is stored, and the lease has ended.' })
  @Operation({ id: 'failStep', summary: 'Say why the step failed, and whose fault it is. Repeatable.', access: 'runner', problems })
  fail(
    @Param() { evaluationId, step }: LeasePathDto,
    @Query() { fence }: LeaseFenceDto,
    @Body() body: FailedStepDto,
    @CallingRunner() { id }: RunnerIdentity,
  ): Promise<void> {
    return this.leases.fail({ evaluationId, step, fence, tokenId: id }, body);
  }

  @Post(`${lease}/release`)
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The step waits for another runner.' })
  @Operation({ id: 'releaseStep', summary: 'Give the step back, at no cost to the participant. Repeatable.', access: 'runner', problems })
  release(
    @Param() { evaluationId, step }: LeasePathDto,
    @Query() { fence }: LeaseFenceDto,
    @Body() body: ReleasedStepDto,
    @CallingRunner() { id }: RunnerIdentity,
  ): Promise<void> {
    return this.leases.release({ evaluationId, step, fence, tokenId: id }, body);
  }
}
