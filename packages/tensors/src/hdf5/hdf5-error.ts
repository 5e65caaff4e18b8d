/** An HDF5 file cannot be read; the error names the location in the file. */
export class Hdf5Error extends Error {
  constructor(
    message: string,
    /** The data set, group or attribute, as a path in the file. */
    readonly place: string | null,
    readonly fix: string,
  ) {
    super(message);
    this.name = 'Hdf5Error';
  }
}
