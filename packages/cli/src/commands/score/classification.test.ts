import { readFile } from 'node:fs/promises';
import { encodeNpy } from '@unblind/npy';
import { z } from 'zod';
import { scoreCommand } from './score';
import { expectClose, json, scoring, temporaryFiles, values } from './test/scoring';

const { fileOf, pathOf } = temporaryFiles();

const Case = z.object({
  name: z.string(),
  labels: z.array(z.number()),
  probabilities: z.array(z.array(z.number())),
  expected: z.object({
    auc: z.number().nullable(),
    accuracy: z.number(),
    log_loss: z.number(),
    brier: z.number(),
    rejection: z.record(z.string(), z.record(z.string(), z.number().nullable())),
  }),
});
const [first] = json(z.object({ cases: z.array(Case) }), 'classification/cases.json').cases;
const { labels, probabilities, expected } = Case.parse(first);
const classes = ['QCD', 'Hbb', 'Hcc', 'Tbqq'];

describe('class probabilities in local files', () => {
  let truth: string;
  let csv: string;
  beforeAll(async () => {
    truth = await fileOf('labels.npy', encodeNpy('int64', [labels.length], BigInt64Array.from(labels, BigInt)));
    // Columns and rows in another order than the labels.
    const rows = probabilities.map(([qcd, hbb, hcc, tbqq], row) => [row, tbqq, qcd, hcc, hbb].join(',')).reverse();
    csv = await fileOf('probabilities.csv', ['id,Tbqq,QCD,Hcc,Hbb', ...rows].join('\n'));
  });

  it('score as scikit-learn says, from a CSV by the names of its columns and from an array', async () => {
    const array = await fileOf('p.npy', encodeNpy('float64', [labels.length, 4], Float64Array.from(probabilities.flat())));
    const wanted: Record<string, number | null> = {
      auc: expected.auc,
      accuracy: expected.accuracy,
      log_loss: expected.log_loss,
      brier: expected.brier,
      ...Object.fromEntries([1, 2, 3].map((k) => [`rejection:${classes[k]}@0.5`, expected.rejection[k]?.['0.5'] ?? null])),
    };
    for (const predictions of [csv, array]) {
      const found = await values({ kind: 'classification', truth: [truth], predictions, classes, background: 'QCD' });
      // The calibration error without the noise of its bins has no reference.
      expect(Object.keys(found).filter((name) => name !== 'ece')).toEqual(Object.keys(wanted));
      for (const [name, value] of Object.entries(wanted))
        if (value === null) expect(found[name]).toBe(Infinity);
        else expectClose(found[name], value);
    }
    const without = await values({ kind: 'classification', truth: [truth], predictions: csv, classes });
    expect(Object.keys(without)).toEqual(['auc', 'accuracy', 'log_loss', 'brier', 'ece']);
  });

  it('are printed under the names of the catalogue, and drawn with their confusion matrix', async () => {
    let printed = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
    const options = `--kind classification --truth ${truth} --predictions ${csv} --classes ${classes.join()} --background QCD --replicates 20`;
    await scoreCommand().parseAsync([...options.split(' '), '--plots', pathOf('plots')], { from: 'user' });
    write.mockRestore();
    expect(printed).toContain('log_loss');
    const svg = await readFile(pathOf('plots/confusion.svg'), 'utf8');
    for (const text of [...classes, 'predicted class', 'true class']) expect(svg).toContain(text);
  });

  it('are refused with what is wrong in the files, and in the classes that were named', async () => {
    const asked = { kind: 'classification', truth: [truth], predictions: csv };
    await expect(scoring(asked)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('--classes must name') as string });
    await expect(scoring({ ...asked, classes: ['QCD', 'Hbb', 'Hcc', 'Hcc'] })).rejects.toThrow('names a class twice');
    await expect(scoring({ ...asked, classes, background: 'qcd' })).rejects.toThrow("Did you mean 'QCD'?");
    await expect(scoring({ ...asked, classes: ['QCD', 'Hbb'] })).rejects.toThrow('not a label');
    await expect(scoring({ ...asked, classes: ['QCD', 'Hbb', 'Hcc', 'Tbq'] })).rejects.toThrow('There is no column for the class Tbq.');
  });
});
