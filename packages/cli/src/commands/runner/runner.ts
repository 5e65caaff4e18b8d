import { Command } from 'commander';
import { doctorCommand } from './doctor';
import { imagesCommand } from './images';
import { startCommand } from './start';
import { runnerTimeCommand } from './time';
import { runnerTokensCommand } from './tokens';

export function runnerCommand(): Command {
  const runner = new Command('runner').description('for operators of runners');
  for (const command of [startCommand(), doctorCommand(), imagesCommand(), runnerTokensCommand(), runnerTimeCommand()])
    runner.addCommand(command.exitOverride());
  return runner;
}
