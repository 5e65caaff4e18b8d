import { z } from 'zod';
import { looksReserved } from '../reserved-names';
import { Line } from '../text';
import { Timestamp } from './common';

export const Handle = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{1,28}[a-z0-9])$/, '3 to 30 lower-case letters, digits and hyphens');
const Password = z.string().min(10, 'at least 10 characters').max(200);

export const SignUp = z.strictObject({
  handle: Handle,
  email: z.email().max(200),
  name: Line({ max: 100 }).refine((name) => !looksReserved(name), 'is reserved for the platform'),
  password: Password,
});
export type SignUp = z.infer<typeof SignUp>;

/** `login` is the handle or the e-mail address. */
export const SignIn = z.strictObject({ login: z.string().min(1).max(200), password: z.string().min(1).max(200) });
export type SignIn = z.infer<typeof SignIn>;

export const ChangePassword = z.strictObject({ current: z.string().min(1).max(200), next: Password });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const Role = z.enum(['participant', 'organiser', 'administrator']);

export const Me = z.object({
  id: z.uuid(),
  handle: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  mustChangePassword: z.boolean(),
});
export type Me = z.infer<typeof Me>;

/** read: what its owner sees. submit: upload, submit, cancel. */
export const TokenScope = z.enum(['read', 'submit']);
export type TokenScope = z.infer<typeof TokenScope>;

export const CreateToken = z.strictObject({
  name: Line({ max: 60 }),
  scopes: z.array(TokenScope).min(1),
  expiresInDays: z.number().int().min(1).max(365).nullable().default(90),
});
export type CreateToken = z.infer<typeof CreateToken>;

export const Token = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(TokenScope),
  createdAt: Timestamp,
  expiresAt: Timestamp.nullable(),
  lastUsedAt: Timestamp.nullable(),
});
export type Token = z.infer<typeof Token>;

/** The secret is shown once and stored only as a hash. */
export const CreatedToken = Token.extend({ secret: z.string() });
export type CreatedToken = z.infer<typeof CreatedToken>;
