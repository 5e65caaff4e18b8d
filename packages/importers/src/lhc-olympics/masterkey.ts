import { readFile } from 'node:fs/promises';
import { refuse } from '../faults';
import type { SourceFile } from '../importer';

/** Of a black box, one label a line: 0 background, 1 (and in the third box 2) signal. */
export async function readMasterkey(file: SourceFile, events: number): Promise<Uint8Array<ArrayBuffer>> {
  const text = await readFile(file.path, 'utf8');
  if (!text.endsWith('\n')) refuse({ file }, 'The last line does not end: the file is cut off.');
  const lines = text.split('\n').slice(0, -1);
  if (lines.length !== events)
    refuse({ file }, 'There is not one label for each event of the box.', { expected: `${events} lines`, got: `${lines.length} lines` });
  return Uint8Array.from(lines, (line, row) => {
    if (!/^[012](\.0)?$/.test(line.trim()))
      refuse({ file, at: `line ${row + 1}` }, 'This is no label.', { expected: '0, 1 or 2', got: line.slice(0, 40) });
    return Number(line);
  });
}
