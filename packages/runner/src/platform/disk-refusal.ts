import { z } from 'zod';

const Refusal = z.object({ code: z.enum(['ENOSPC', 'EDQUOT', 'EROFS']) });
const Caused = z.object({ cause: z.unknown() });

/** Whether a step ended because the disk of this machine takes no more: neither the platform nor the submission is at fault. */
export function isDiskRefusal(error: unknown): boolean {
  if (Refusal.safeParse(error).success) return true;
  const cause = Caused.safeParse(error).data?.cause;
  return cause !== undefined && isDiskRefusal(cause);
}
