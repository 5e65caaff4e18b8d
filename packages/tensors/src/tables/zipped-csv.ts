import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { TableError } from './table-error';

const unzip = 'Unzip it and send the CSV file itself, or send it alone in the zip.';
/** More are not looked at: the archive holds more than one table anyway. */
const mostListed = 100;

/** What macOS adds to archives, and folders, are no files of their own. */
const isFile = ({ fileName }: yauzl.Entry): boolean =>
  !fileName.endsWith('/') && !fileName.startsWith('__MACOSX/') && !/(^|\/)\._/.test(fileName);

export function openZip(source: string | Uint8Array): Promise<yauzl.ZipFile> {
  const options = { lazyEntries: true, autoClose: false };
  if (typeof source === 'string') return yauzl.openPromise(source, options);
  return yauzl.fromBufferPromise(Buffer.from(source.buffer, source.byteOffset, source.byteLength), options);
}

/** The files in a zip archive, or the first of many. */
async function filesOf(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const files: yauzl.Entry[] = [];
  if (zip.entryCount > mostListed) return files;
  for await (const entry of zip.eachEntry()) if (isFile(entry)) files.push(entry);
  return files;
}

/** True for an archive of one file that is no array, as Kaggle and CodaLab ask for; anything else is left to the reader of npz. */
export async function isZippedTable(source: string | Uint8Array): Promise<boolean> {
  const zip = await openZip(source).catch(() => null);
  if (!zip) return false;
  try {
    const [only, second] = await filesOf(zip);
    return only !== undefined && second === undefined && !only.fileName.endsWith('.npy');
  } catch {
    return false;
  } finally {
    zip.close();
  }
}

/** The text of the one file in a zip archive. @throws TableError where there are more or none, or it is no whole archive */
export async function openZippedCsv(source: string | Uint8Array): Promise<Readable> {
  const zip = await openZip(source).catch(damaged);
  try {
    const files = await filesOf(zip);
    const [only] = files;
    if (!only || files.length !== 1) throw new TableError(`The zip archive holds ${files.length || 'no or too many'} files.`, unzip);
    const text = await zip.openReadStreamPromise(only);
    text.on('close', () => zip.close());
    return text;
  } catch (error) {
    zip.close();
    throw error instanceof TableError ? error : damaged(error);
  }
}

function damaged(error: unknown): never {
  throw new TableError(`The zip archive cannot be read: ${error instanceof Error ? error.message : String(error)}.`, unzip);
}
