export { fetchDataSet } from './fetch-data-set';
export { importDataSet, importFolder } from './import-data-set';
export { importedSource } from './importers';
export type { ImportReport, ImportRequest, SplitReport } from './import-report';
export type { ColumnRange } from './column-ranges';
