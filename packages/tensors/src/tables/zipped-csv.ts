import { NotReadHere, type SourceFile, type ZipArchive, type ZipEntry } from '../files/source-file';
import { TableError } from './table-error';

const unzip = 'Unzip it and send the CSV file itself, or send it alone in the zip.';
/** More are not looked at: the archive holds more than one table anyway. */
const mostListed = 100;

/** What macOS adds to archives, and folders, are no files of their own. */
const isFile = ({ name }: ZipEntry): boolean => !name.endsWith('/') && !name.startsWith('__MACOSX/') && !/(^|\/)\._/.test(name);

/** The files in a zip archive, or none of many. */
async function filesOf(zip: ZipArchive): Promise<ZipEntry[]> {
  const files: ZipEntry[] = [];
  if (zip.entryCount > mostListed) return files;
  for await (const entry of zip.entries()) if (isFile(entry)) files.push(entry);
  return files;
}

/** True for an archive of one file that is no array, as Kaggle and CodaLab ask for; anything else is left to the reader of npz. */
export async function isZippedTable(file: SourceFile): Promise<boolean> {
  const zip = await file.zip().catch(() => null);
  if (!zip) return false;
  try {
    const [only, second] = await filesOf(zip);
    return only !== undefined && second === undefined && !only.name.endsWith('.npy');
  } catch {
    return false;
  } finally {
    zip.close();
  }
}

/** The text of the one file in a zip archive. @throws TableError where there are more or none, or it is no whole archive */
export async function* zippedCsv(file: SourceFile): AsyncGenerator<Uint8Array> {
  const zip = await file.zip().catch(damaged);
  try {
    const files = await filesOf(zip);
    const [only] = files;
    if (!only || files.length !== 1) throw new TableError(`The zip archive holds ${files.length || 'no or too many'} files.`, unzip);
    yield* only.content();
  } catch (error) {
    throw error instanceof TableError ? error : damaged(error);
  } finally {
    zip.close();
  }
}

function damaged(error: unknown): never {
  if (error instanceof NotReadHere) throw error;
  throw new TableError(`The zip archive cannot be read: ${error instanceof Error ? error.message : String(error)}.`, unzip);
}
