export { importDataSet, importedSource } from './import-data-set';
export type { ImportReport, ImportRequest, SplitReport } from './import-data-set';
export type { ColumnRange } from './column-ranges';
