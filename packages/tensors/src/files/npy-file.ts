import { readSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import {
  bytesPerElement,
  checkLength,
  elementsOf,
  maximumHeaderBytes,
  npyHeader,
  parseNpyHeader,
  toTypedArray,
  type NpyArray,
  type NpyDtype,
  type NpyHeader,
  type TypedArray,
} from '@unblind/npy';

/** An npy file on disk, read by ranges of rows so that memory stays bounded. */
export class NpyFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly header: NpyHeader,
  ) {}

  /** @throws NpyError if the content of the file does not match its header */
  static async open(path: string): Promise<NpyFile> {
    const file = await open(path, 'r');
    try {
      const start = Buffer.alloc(maximumHeaderBytes);
      const { bytesRead } = await file.read(start, 0, start.length, 0);
      const header = parseNpyHeader(start.subarray(0, bytesRead));
      checkLength(header, (await file.stat()).size);
      return new NpyFile(file, header);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get dtype(): NpyDtype {
    return this.header.dtype;
  }
  /** The shape; its first axis is the number of rows. */
  get shape(): readonly number[] {
    return this.header.shape;
  }
  /** Byte offset of the data in the file. */
  get dataOffset(): number {
    return this.header.dataOffset;
  }
  get rows(): number {
    return this.header.shape[0] ?? 1;
  }

  /** Rows [start, start + count), fewer at the end of the file. */
  async readRows(start: number, count: number): Promise<TypedArray> {
    const rowBytes = elementsOf(this.header.shape.slice(1)) * bytesPerElement(this.header.dtype);
    const wanted = Math.max(0, Math.min(count, this.rows - start)) * rowBytes;
    const bytes = Buffer.alloc(wanted);
    let done = 0;
    while (done < wanted) {
      const { bytesRead } = await this.file.read(bytes, done, wanted - done, this.header.dataOffset + start * rowBytes + done);
      if (bytesRead === 0) throw new Error('The file became shorter while it was read.');
      done += bytesRead;
    }
    return toTypedArray(this.header.dtype, bytes);
  }

  /**
   * Pieces of rows [start, start + count), one after another. Read at once, because a thousand small reads take 1 ms so and 12 ms through
   * the thread pool.
   */
  gather(pieces: readonly { start: number; count: number }[]): TypedArray {
    const rowBytes = elementsOf(this.header.shape.slice(1)) * bytesPerElement(this.header.dtype);
    const bytes = Buffer.alloc(pieces.reduce((sum, { count }) => sum + count * rowBytes, 0));
    let done = 0;
    for (const { start, count } of pieces) {
      const end = done + count * rowBytes;
      for (let position = this.header.dataOffset + start * rowBytes; done < end;) {
        const read = readSync(this.file.fd, bytes, done, end - done, position);
        if (read === 0) throw new Error('The file became shorter while it was read.');
        done += read;
        position += read;
      }
    }
    return toTypedArray(this.header.dtype, bytes);
  }

  readAll(): Promise<TypedArray> {
    return this.readRows(0, this.rows);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** Reads a whole npy file. */
export async function readNpy(path: string): Promise<NpyArray> {
  const file = await NpyFile.open(path);
  try {
    return { dtype: file.dtype, shape: file.shape, data: await file.readAll() };
  } finally {
    await file.close();
  }
}

/** Writes an npy file row by row; the number of rows is known at the end. */
export class NpyWriter {
  private rows = 0;
  private position = 0;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly dtype: NpyDtype,
    private readonly rowShape: readonly number[],
  ) {}

  static async create(path: string, dtype: NpyDtype, rowShape: readonly number[]): Promise<NpyWriter> {
    const writer = new NpyWriter(path, await open(path, 'w'), dtype, rowShape);
    writer.position = writer.header().length;
    return writer;
  }

  /** @param data whole rows, of the file's dtype */
  async append(data: TypedArray): Promise<void> {
    const rowBytes = elementsOf(this.rowShape) * bytesPerElement(this.dtype);
    const added = data.byteLength / rowBytes;
    if (!Number.isInteger(added)) {
      throw new Error(`NpyWriter: ${data.byteLength} bytes are no whole rows of ${this.dtype} (${this.rowShape.join(', ')})`);
    }
    await this.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength), this.position);
    this.position += data.byteLength;
    this.rows += added;
  }

  async finish(): Promise<void> {
    await this.write(this.header(), 0);
    await this.file.close();
  }

  /** Removes the unfinished file after an error. */
  async discard(): Promise<void> {
    await this.file.close();
    await rm(this.path, { force: true });
  }

  private async write(bytes: Buffer, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      done += (await this.file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
    }
  }

  /** The header, always of the same length, so that it can be rewritten at the end. */
  private header(): Buffer {
    return npyHeader(this.dtype, [this.rows, ...this.rowShape], 256);
  }
}
