import { z } from 'zod';

const expected = "addresses or ranges of proxies, separated by commas, such as '10.0.0.0/8, ::1'";

/**
 * The proxies in front of this installation that are believed when they say who asks, and how: `X-Forwarded-*` of anybody else is
 * replaced. A setting of the gateway and of the API alike, as text; default none.
 */
export const TrustedProxies = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
  .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], expected)));
