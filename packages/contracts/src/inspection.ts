import { z } from 'zod';

export const TensorSignature = z.object({
  name: z.string(),
  dtype: z.string(),
  /** In a shape, null is an unknown dimension and a string a symbolic one. The shape itself is null when the file gives none. */
  shape: z.array(z.union([z.number(), z.string(), z.null()])).nullable(),
});
export type TensorSignature = z.infer<typeof TensorSignature>;

export const InspectionIssue = z.object({
  code: z.string(),
  message: z.string(),
  fix: z.string(),
  subject: z.string().optional(),
  expected: z.string().optional(),
  got: z.string().optional(),
});
export type InspectionIssue = z.infer<typeof InspectionIssue>;

/** What `onnx-inspect` reads from a file without running it. */
export const Inspection = z.object({
  ok: z.boolean(),
  /** 'ok', or the code of the first issue. */
  code: z.string(),
  issues: z.array(InspectionIssue),
  bytes: z.number(),
  irVersion: z.number().nullable(),
  producer: z.string().nullable(),
  /** The default-domain opset. */
  opset: z.number().nullable(),
  domains: z.array(z.object({ domain: z.string(), version: z.number() })),
  inputs: z.array(TensorSignature),
  outputs: z.array(TensorSignature),
  operators: z.record(z.string(), z.number()),
  nodes: z.number(),
  parameters: z.number(),
  initializerBytes: z.number(),
  /** Per sample (first axis = 1); a multiply-accumulate counts as two. Null when a shape is unknown. */
  flops: z.number().nullable(),
  externalData: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type Inspection = z.infer<typeof Inspection>;

const BoundContract = z.object({
  contract: z.string(),
  select: z.number().nullable(),
  /** How many numbers the contract has for each row; contracts may share a name. Older bindings lack it. */
  width: z.number().optional(),
});
export type BoundContract = z.infer<typeof BoundContract>;

/** How a graph's inputs and output bind to a challenge's views and output contracts. */
export const ContractBinding = z.object({
  ok: z.boolean(),
  issues: z.array(InspectionIssue),
  inputs: z.array(z.object({ input: z.string(), view: z.string() })),
  output: BoundContract.extend({
    name: z.string(),
    /** Contracts of other widths, where the file does not tell the output's: the first run decides. */
    otherwise: z.array(BoundContract).optional(),
  }).nullable(),
  /** A batch size baked into the graph; null when the first axis is free. */
  fixedBatch: z.number().nullable(),
});
export type ContractBinding = z.infer<typeof ContractBinding>;
