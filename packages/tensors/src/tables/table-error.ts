/** A table that cannot be read. Rows count from 0 below the header, as in numpy; lines from 1. */
export class TableError extends Error {
  constructor(
    message: string,
    readonly fix: string,
    readonly row: number | null = null,
  ) {
    super(message);
    this.name = 'TableError';
  }
}

/** A table with more in it than can be needed. */
export class TableTooLong extends TableError {
  constructor(
    what: string,
    readonly expected: string,
  ) {
    super(`The file holds more than ${what}.`, 'Send the rows and columns that are asked for, and nothing else.');
    this.name = 'TableTooLong';
  }
}
