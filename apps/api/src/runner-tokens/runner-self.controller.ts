import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { RunnerSelf, runnerProtocol } from '@unblind/contracts';
import { Operation } from '../openapi/operation';
import { CallingRunner } from './runner-identity';
import type { RunnerIdentity } from './runner-identity';
import { RunnerTokensRepository } from './runner-tokens.repository';
import { RunnerSelfDto } from './runner-tokens.dto';

@ApiTags('runners')
@Controller('runner')
export class RunnerSelfController {
  constructor(private readonly tokens: RunnerTokensRepository) {}

  @Get('self')
  @Operation({
    id: 'describeRunnerToken',
    summary: 'What work the token lets its runners have.',
    access: 'runner',
    problems: ['runner-token-invalid'],
  })
  @ApiOkResponse({ description: 'The rights of the token.', type: RunnerSelfDto.Output })
  async self(@CallingRunner() { id, name, remote, trusted }: RunnerIdentity): Promise<RunnerSelf> {
    const challenge = (await this.tokens.find(id))?.challenge?.slug ?? null;
    return { protocol: runnerProtocol, name, challenge, remote, trusted };
  }
}
