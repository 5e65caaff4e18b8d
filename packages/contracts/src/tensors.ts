import { z } from 'zod';

export const Dtype = z.enum([
  'float16',
  'float32',
  'float64',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bool',
  'string',
]);
export type Dtype = z.infer<typeof Dtype>;

/** A dimension is a size or a symbol such as `N`. */
export const Dimension = z.union([z.number().int().nonnegative(), z.string().regex(/^[A-Za-z_]\w*$/)]);
export type Dimension = z.infer<typeof Dimension>;

export const Shape = z.array(Dimension).max(8);
export type Shape = z.infer<typeof Shape>;
