import { CreateToken, CreatedToken, Token } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class CreateTokenDto extends createZodDto(CreateToken) {}
export class TokenDto extends createZodDto(Token) {}
export class CreatedTokenDto extends createZodDto(CreatedToken) {}
export class TokenIdDto extends createZodDto(z.object({ id: z.uuid() })) {}
