import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** The Container Device Interface: the host files that a device needs in a container (written by `nvidia-ctk cdi generate`). */
const Edits = z.object({
  env: z.array(z.string()).default([]),
  deviceNodes: z.array(z.object({ path: z.string(), hostPath: z.string().optional() })).default([]),
  mounts: z.array(z.object({ hostPath: z.string(), containerPath: z.string() })).default([]),
});
type Edits = z.infer<typeof Edits>;

/** The specification is YAML, which includes JSON. */
export const CdiSpec = z.object({
  cdiVersion: z.string(),
  kind: z.string(),
  devices: z.array(z.object({ name: z.string(), containerEdits: Edits.prefault({}) })).min(1),
  containerEdits: Edits.prefault({}),
});
export type CdiSpec = z.infer<typeof CdiSpec>;

const kind = 'nvidia.com/gpu';

/** The first specification for NVIDIA GPUs in these folders, or null. @throws Error that names an invalid file */
export function readCdiSpec(folders: readonly string[]): { path: string; spec: CdiSpec } | null {
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).filter((each) => /\.(ya?ml|json)$/.test(each))) {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      if (!text.includes(kind)) continue;
      const result = CdiSpec.safeParse(yamlOf(text));
      if (!result.success) throw new Error(`${path} is no CDI specification: ${z.prettifyError(result.error)}`);
      if (result.data.kind === kind) return { path, spec: result.data };
    }
  }
  return null;
}

/** What a container needs for all GPUs: the device `all` if there is one, else every device. */
export function editsOf({ devices, containerEdits }: CdiSpec): Edits {
  const all = devices.filter(({ name }) => name === 'all');
  const edits = [containerEdits, ...(all.length > 0 ? all : devices).map((device) => device.containerEdits)];
  return {
    env: edits.flatMap(({ env }) => env),
    deviceNodes: edits.flatMap(({ deviceNodes }) => deviceNodes),
    mounts: edits.flatMap(({ mounts }) => mounts),
  };
}

function yamlOf(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    return String(error);
  }
}
