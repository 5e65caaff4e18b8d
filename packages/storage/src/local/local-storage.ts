import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import type { Area } from '../areas';
import { Area as AreaName } from '../areas';
import type { LocalConfig } from '../config';
import { StorageError, areaNotGranted, storageUnavailable } from '../errors';
import type { Storage } from '../port';
import type { Sign } from './local-area';
import { LocalArea } from './local-area';
import { areaPaths } from './paths';
import { handleSignedRequest } from './signed-requests';
import { signedUrl } from './signing';

/** Stores objects as files, in one folder per area, with URLs signed by the platform itself. */
export function openLocalStorage(config: LocalConfig): Storage {
  const { publicUrl, signingKey } = config;
  const sign: Sign = (link, expiresSeconds) => {
    if (!signingKey) throw signingKeyMissing();
    return signedUrl(publicUrl, signingKey, { ...link, expires: Math.ceil(Date.now() / 1000) + expiresSeconds });
  };
  const granted = new Map(
    AreaName.options.flatMap((name) => {
      const own = config.areas[name];
      return own ? [[name, { area: new LocalArea(name, areaPaths(own.directory), sign), directory: own.directory }] as const] : [];
    }),
  );
  const area = (name: Area): LocalArea => {
    const found = granted.get(name);
    if (!found) throw areaNotGranted(name);
    return found.area;
  };
  /** Of the fullest disk, if areas lie on several. */
  const freeBytes = async (): Promise<number> => {
    const disks = await Promise.all([...granted.values()].map(({ directory }) => statfs(directory)));
    return Math.min(...disks.map(({ bavail, bsize }) => bavail * bsize));
  };
  return {
    area,
    async prepare() {
      for (const { directory } of granted.values()) {
        const { objects, uploads, temporary } = areaPaths(directory);
        for (const path of [objects, uploads, temporary]) await mkdir(path, { recursive: true, mode: 0o700 });
      }
    },
    async check() {
      for (const [name, { directory }] of granted)
        await access(areaPaths(directory).objects, constants.R_OK | constants.W_OK).catch((error: unknown) => {
          throw storageUnavailable(`The folder of area ${name} cannot be used`, error);
        });
    },
    freeBytes,
    async handleSignedRequest(request, response) {
      if (!signingKey) throw signingKeyMissing();
      const hasRoomFor = async (bytes: number) => (await freeBytes()) - bytes >= config.reserveBytes;
      await handleSignedRequest(request, response, { publicUrl, signingKey, area, hasRoomFor });
    },
  };
}

function signingKeyMissing(): StorageError {
  return new StorageError(
    'signing-key-missing',
    'This process was given no key to sign or serve storage URLs.',
    'Set STORAGE_SIGNING_KEY (at least 32 characters, the same in every process that signs or serves).',
  );
}
