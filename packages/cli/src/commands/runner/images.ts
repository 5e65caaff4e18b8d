import { join, resolve } from 'node:path';
import { ByteSize, formatBytes } from '@unblind/contracts';
import { imageCacheBytes, spaceOfImages } from '@unblind/sandbox';
import type { ImageSpace } from '@unblind/sandbox';
import { Command } from 'commander';
import { print, printJson } from '../../output/output';

export function imagesCommand(): Command {
  return new Command('images')
    .description('show the disk space of unpacked container images (in RUNNER_DIR, or in UNBLIND_HOME as with npm start)')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const space = await imageSpace();
      if (json) printJson(space);
      else print(spaceLine(space));
    });
}

/** The space of the unpacked images in the folder of this machine's runner. */
async function imageSpace(): Promise<ImageSpace> {
  const runner = process.env.RUNNER_DIR ?? join(process.env.UNBLIND_HOME ?? '.unblind', 'runner');
  const limit = ByteSize.safeParse(process.env.IMAGE_CACHE);
  return spaceOfImages(resolve(runner, 'images'), limit.success ? limit.data : imageCacheBytes);
}

export function spaceLine({ folder, images, bytes, limitBytes, freeBytes }: ImageSpace): string {
  const used = `${formatBytes(bytes)} of at most ${formatBytes(limitBytes)} (IMAGE_CACHE)`;
  return `unpacked images: ${images} in ${folder}, ${used}; ${formatBytes(freeBytes)} free on that disk`;
}
