import { Command } from 'commander';
import { dataExportCommand } from './data-export';

export function dataCommand(): Command {
  return new Command('data').description("a challenge's data").addCommand(dataExportCommand().exitOverride());
}
