import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageLimitsFor } from '../src/images/image-limits';
import { unpackImage } from '../src/images/unpack-image';
import { ociEntries, tarOf, type ImageParts, type TarEntry } from '../src/images/write-archive';

export const MiB = 1024 ** 2;
export const limits = imageLimitsFor(MiB);
export const program: TarEntry = { name: 'app/run', mode: 0o755, content: '#!/bin/sh\n' };
export const config = {
  Entrypoint: ['/app/run'],
  Cmd: ['--serve'],
  Env: ['PATH=/app', 'A=b=c'],
  WorkingDir: '/app',
  User: '0',
  Volumes: { '/etc': {} },
};

export const image = async (...layers: TarEntry[][]): Promise<ImageParts> => ({ layers: await Promise.all(layers.map(tarOf)), config });

/** A folder of archives and of what is in them. */
export class ImageFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'unblind-images-'));
  private archives = 0;

  async archiveOf(entries: readonly TarEntry[]): Promise<string> {
    const path = join(this.path, `${this.archives++}.tar`);
    writeFileSync(path, await tarOf(entries));
    return path;
  }

  async unpacked(...layers: TarEntry[][]): Promise<string> {
    const root = join(this.path, `root-${this.archives}`);
    await unpackImage(await this.archiveOf(ociEntries(await image(...layers))), root, limits);
    return root;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
