import { Command } from 'commander';
import { dataExportCommand } from './data-export';
import { dataImportCommand } from './data-import';

export function dataCommand(): Command {
  return new Command('data')
    .description("export or import a challenge's data")
    .addCommand(dataExportCommand().exitOverride())
    .addCommand(dataImportCommand().exitOverride());
}
