import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, ApiOperation, ApiResponse, ApiSecurity, getSchemaPath } from '@nestjs/swagger';
import { Access } from '../access/access.decorator';
import type { AccessRule } from '../access/access.decorator';
import { problemCodes } from '../common/problem-codes';
import type { ProblemCode } from '../common/problem-codes';
import { ProblemDto } from './problem.dto';

interface OperationOptions {
  /** The name that generated clients use. */
  id: string;
  summary: string;
  access: AccessRule['level'] | AccessRule;
  /** The problems that the route may report, besides an invalid request and internal errors. */
  problems?: readonly ProblemCode[];
}

/** Declares a route's name, access and problems: enforces the access and documents all three. */
export function Operation({ id, summary, access, problems = [] }: OperationOptions): MethodDecorator {
  const rule: AccessRule = typeof access === 'string' ? { level: access } : access;
  const security = { public: [], session: ['session'], read: ['session', 'token'], submit: ['session', 'token'], runner: ['runner'] }[
    rule.level
  ];
  return applyDecorators(
    Access(rule),
    ApiOperation({ operationId: id, summary }),
    ApiExtension('x-access', { ...rule }),
    ...security.map((name) => ApiSecurity(name)),
    ...documented(problems),
  );
}

function documented(problems: readonly ProblemCode[]): MethodDecorator[] {
  const statuses = [...new Set(problems.map((code) => problemCodes[code].status))];
  const specific = statuses.map((status) => {
    const codes = problems.filter((code) => problemCodes[code].status === status);
    return ApiResponse({ status, description: codes.map((code) => `\`${code}\`: ${problemCodes[code].title}.`).join(' '), content });
  });
  return [ApiExtraModels(ProblemDto), ...specific, ApiResponse({ status: 'default', description: 'Any other problem.', content })];
}

const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } };
