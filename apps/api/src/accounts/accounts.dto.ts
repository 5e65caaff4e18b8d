import { ChangePassword, Me, SignIn, SignUp } from '@unblind/contracts';
import { createZodDto } from 'nestjs-zod';

export class SignUpDto extends createZodDto(SignUp) {}
export class SignInDto extends createZodDto(SignIn) {}
export class ChangePasswordDto extends createZodDto(ChangePassword) {}
export class MeDto extends createZodDto(Me) {}
