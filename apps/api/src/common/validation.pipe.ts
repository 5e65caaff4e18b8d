import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { ProblemException, notFound } from './problem';

interface DtoClass {
  isZodDto: true;
  schema: z.ZodType;
}

/** Parses every argument of a route with the Zod schema of its DTO. An argument without a DTO is a programming error. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, { type, metatype, data }: ArgumentMetadata): unknown {
    if (type === 'custom') return value;
    if (!isDto(metatype)) throw new Error(`The ${type} ${data ?? ''} of a route has no Zod schema.`);
    // A malformed id or slug cannot exist, so it is reported as not found.
    if (type === 'param' && !metatype.schema.safeParse(value ?? {}).success) throw notFound('such address');
    return parseRequest(metatype.schema, value ?? {});
  }
}

/** Reads a part of a request. @throws ProblemException `invalid-request`, with each wrong field */
export function parseRequest<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
  throw new ProblemException('invalid-request', { detail, errors });
}

function isDto(metatype: unknown): metatype is DtoClass {
  return typeof metatype === 'function' && 'isZodDto' in metatype && 'schema' in metatype;
}
