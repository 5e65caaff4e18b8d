import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The OCI bundle, the folder from which a runtime starts a container. */
export interface Bundle {
  folder: string;
  configFile: string;
  /** The runtime's log. Its errors are read from here, because it shares stderr with the command. */
  logFile: string;
  /** The runtime writes the id of the container's process into it once the sandbox is built; the command cannot reach it. */
  pidFile: string;
  /** The runtime's state of the container, which is removed with the folder. */
  stateFolder: string;
  /** The root of a command without an image: empty except for mount points. */
  emptyRoot: string;
}

export function makeBundle(): Bundle {
  const folder = mkdtempSync(join(tmpdir(), `unblind-oci-${process.pid}-`));
  // The user that builds the sandbox is not root and must be able to walk through the folder. It holds no secrets.
  chmodSync(folder, 0o755);
  const at = (name: string): string => join(folder, name);
  return { folder, configFile: at('config.json'), logFile: at('log'), pidFile: at('pid'), stateFolder: at('state'), emptyRoot: at('root') };
}
