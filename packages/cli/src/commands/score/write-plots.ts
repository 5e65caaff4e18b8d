import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plot } from '@unblind/contracts';
import { plotSvg } from '@unblind/plots';
import { CliError, exitCodes } from '../../exit-codes';

/** Writes each plot as ID.json (the numbers) and ID.svg (the drawing). */
export async function writePlots(folder: string, plots: readonly Plot[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const plot of plots) {
      const file = path.join(folder, plot.id);
      await writeFile(`${file}.json`, `${JSON.stringify(plot, null, 2)}\n`);
      await writeFile(`${file}.svg`, plotSvg(plot));
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      exitCodes.usage,
      `The plots cannot be written: ${reason}`,
      'Choose a folder that you can write to.',
      'plots-unwritable',
    );
  }
}
