import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillEmptyRoot } from '../linux/empty-root';
import type { SandboxProvider } from '../port';

/** Runs commands as it runs container images: in a root file system that brings what a command without an image would see. */
export function asImage(provider: SandboxProvider): SandboxProvider {
  return {
    name: provider.name,
    probe: () => provider.probe(),
    async run(spec) {
      const folder = mkdtempSync(join(tmpdir(), 'unblind-image-'));
      try {
        chmodSync(folder, 0o755);
        const root = join(folder, 'root');
        const system = fillEmptyRoot(root, spec);
        return await provider.run({
          ...spec,
          mounts: [...system, ...spec.mounts],
          image: { root, environment: {}, workingDirectory: '/' },
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
