import { readdir } from 'node:fs/promises';
import { ParticipantFault } from '@unblind/contracts';
import { encodeNpy } from '@unblind/tensors';
import { z } from 'zod';
import { CliError } from '../../exit-codes';
import { metricsTable } from '../../output/metrics-table';
import { findKind, kindNames } from './kinds';
import { scoreCommand } from './score';
import { scoring, temporaryFiles, values } from './test/scoring';

const { fileOf, pathOf } = temporaryFiles();

describe('the command', () => {
  const files = async () => ({
    truth: await fileOf(
      'event000000007-truth.csv',
      'hit_id,particle_id,weight\n1,4505867370102784,1\n2,4505867370102784,1\n3,4505867370102785,2\n',
    ),
    predictions: await fileOf('tracks.csv', 'event_id,hit_id,track_id\n7,1,1\n7,2,1\n7,3,2\n'),
  });

  it('prints JSON by metric name and writes plots', async () => {
    const truth = await fileOf('mu.json', '[1, 2]');
    const set = (mu: number) => ({
      mu_hats: [mu, mu + 0.1],
      delta_mu_hats: [0.2, 0.2],
      p16: [mu - 0.2, mu - 0.1],
      p84: [mu + 0.2, mu + 0.3],
    });
    const predictions = await fileOf('results.json', JSON.stringify([set(1), set(2)]));
    let printed = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
    const out = pathOf('out');
    const options = ['--kind', 'interval-estimation', '--truth', truth, '--predictions', predictions, '--json', '--plots', out];
    await scoreCommand().parseAsync(options, { from: 'user' });
    write.mockRestore();
    const { metrics } = z.object({ metrics: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(JSON.parse(printed));
    expect(Object.keys(metrics)).toEqual(['quantile_score', 'coverage', 'interval_width', 'rmse', 'mae']);
    expect(metrics['coverage']).toMatchObject({ value: 1, high: 1, method: 'binomial' });
    const written = await readdir(out);
    expect(written.filter((name) => name.endsWith('.svg')).length).toBeGreaterThan(0);
    expect(written.filter((name) => name.endsWith('.svg')).length).toBe(written.filter((name) => name.endsWith('.json')).length);
  });

  it.each([
    ['ams', 'selection'],
    ['interval', 'interval-estimation'],
  ])('still takes %s for %s, as earlier versions called it', (old, name) => {
    expect(findKind(old)).toEqual(findKind(name));
    expect(findKind(old)?.kind).toBe(name);
    expect(kindNames).not.toContain(old);
  });

  it('names the kinds where it is given another, and the nearest', async () => {
    const command = scoreCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    await expect(command.parseAsync(['--kind', 'taging'], { from: 'user' })).rejects.toThrow(
      "Kinds are tagging, classification, selection, tracking, interval-estimation, anomaly. Did you mean 'tagging'?",
    );
  });

  it('keeps particles apart whose ids differ by one beyond 2^53', async () => {
    const { truth, predictions } = await files();
    expect(await values({ kind: 'tracking', truth: [truth], predictions })).toEqual({ trackml_score: 1 });
  });

  it.each([
    ['an unknown hit', 'event_id,hit_id,track_id\n7,1,1\n7,9,1\n', 'row 1'],
    ['a hit twice', 'event_id,hit_id,track_id\n7,1,1\n7,1,2\n', 'row 1'],
    ['a negative track', 'event_id,hit_id,track_id\n7,1,-1\n', 'row 0'],
    ['another event', 'event_id,hit_id,track_id\n8,1,1\n', 'row 0'],
  ])('refuses %s as the participant, naming the row', async (_what, content, subject) => {
    const { truth } = await files();
    const request = { kind: 'tracking', truth: [truth], predictions: await fileOf('bad.csv', content) };
    const error: unknown = await scoring(request).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ParticipantFault);
    expect(error).toMatchObject({ detail: { subject } });
  });

  it.each([
    ['a fractional track', { predictions: 'event_id,hit_id,track_id\n7,1,1\n7,2,1.5\n' }, 3, 'Line 3 (row 1): track_id'],
    ['a file without the columns', { predictions: 'a,b\n1,2\n' }, 3, 'no column hit_id'],
    ['a truth without weight', { truth: 'hit_id,particle_id,weight\n1,1,0\n' }, 3, 'weights of the event sum to 0'],
    ['a metric that is not there', { metrics: 'trackml_scor' }, 2, "Did you mean 'trackml_score'?"],
    ['replicates that are no number', { replicates: 'many' }, 2, '--replicates'],
  ])('ends with its exit code at %s', async (_what, { truth, predictions, ...change }: Record<string, string>, exitCode, message) => {
    const good = await files();
    const request = {
      ...change,
      kind: 'tracking',
      truth: [truth === undefined ? good.truth : await fileOf('event000000007-truth.csv', truth)],
      predictions: predictions === undefined ? good.predictions : await fileOf('bad.csv', predictions),
    };
    const error: unknown = await scoring(request).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CliError);
    expect(error).toMatchObject({ exitCode, message: expect.stringContaining(message) as string });
  });

  it('blames the predictions for a Class that is neither s nor b', async () => {
    const truth = [await fileOf('solution.csv', 'EventId,Class,Weight\n1,s,1\n2,b,1\n')];
    const predictions = await fileOf('submission.csv', 'EventId,RankOrder,Class\n1,2,s\n2,1,x\n');
    const error: unknown = await scoring({ kind: 'selection', truth, predictions }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ParticipantFault);
    expect(error).toMatchObject({
      detail: { code: 'predictions-unreadable', subject: 'row 1', fix: expect.stringMatching(/^Write s for/) as string },
    });
  });

  it('tells JSON that cannot be parsed from a path that is wrong', async () => {
    const truth = [await fileOf('mu.json', '[1]')];
    const predictions = await fileOf('results.json', '[{"mu_hats": [NaN]}]');
    const fix = expect.stringMatching(/^Write valid JSON/) as string;
    await expect(scoring({ kind: 'interval-estimation', truth, predictions })).rejects.toMatchObject({ exitCode: 3, fix });
  });

  it('says where JSON is not what it should be', async () => {
    const truth = [await fileOf('mu.json', '[1]')];
    const predictions = await fileOf('results.json', '[{"mu_hats": [1], "delta_mu_hats": [1], "p16": [0], "p84": ["2"]}]');
    await expect(scoring({ kind: 'interval-estimation', truth, predictions })).rejects.toThrow('at set 0, p84, experiment 0');
    const missing = pathOf('missing.json');
    await expect(scoring({ kind: 'interval-estimation', truth, predictions: missing })).rejects.toMatchObject({ exitCode: 2 });
  });

  it('names a file that is not there, whatever its kind', async () => {
    const predictions = pathOf('missing');
    const labels = await fileOf('labels.npy', encodeNpy('uint8', [2], Uint8Array.of(0, 1)));
    const truths = {
      tagging: labels,
      anomaly: labels,
      tracking: (await files()).truth,
      selection: await fileOf('solution.csv', 'EventId,Class,Weight\n1,s,1\n2,b,1\n'),
      'interval-estimation': await fileOf('mu.json', '[1]'),
    };
    for (const [kind, truth] of Object.entries(truths)) {
      const missing = { exitCode: 2, message: `There is no file ${predictions}.` };
      await expect(scoring({ kind, truth: [truth], predictions })).rejects.toMatchObject(missing);
      await expect(scoring({ kind, truth: [predictions], predictions })).rejects.toMatchObject(missing);
    }
  });

  describe('the floor of the largest SIC', () => {
    const files = async () => ({
      truth: [await fileOf('labels.npy', encodeNpy('uint8', [4], Uint8Array.of(0, 1, 0, 1)))],
      predictions: await fileOf('scores.csv', '0.1\n0.3\n0.2\n0.15\n'),
    });

    it("goes by the catalogue's name, and by the earlier one where it is asked for", async () => {
      const request = { kind: 'anomaly', ...(await files()), metrics: 'max-sic' };
      const above = (floor: string) => values({ ...request, floor });
      // One of two signals passes above both backgrounds: a floor of 0.6 leaves only the cut that keeps everything, a SIC of 1.
      expect(await above('0.6')).toEqual({ 'max-sic': 1 });
      expect(await values({ ...request, metrics: 'max_sic', floor: '0.6' })).toEqual({ 'max-sic': 1 });
      expect(await above('0.4')).toEqual({ 'max-sic': expect.closeTo(Math.SQRT2, 12) as number });
    });

    it.each([
      ['a kind', { kind: 'tagging' }],
      ['metrics', { metrics: 'auc' }],
      ['a metric that states its own', { metrics: 'max-sic@0.01' }],
    ])('is refused for %s without one', async (_what, change) => {
      const request = scoring({ kind: 'anomaly', ...(await files()), floor: '0.01', ...change });
      await expect(request).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining('--floor applies to max-sic') as string,
      });
    });

    it('is not needed, and the table names and orders each metric as the catalogue does', async () => {
      const { metrics } = await scoring({ kind: 'anomaly', ...(await files()) });
      expect(metricsTable('anomaly', metrics)).toMatch(/max-sic +Largest significance improvement .*higher/);
    });
  });

  it('refuses labels other than 0 and 1, which would be cut to a byte', async () => {
    const truth = [await fileOf('labels.npy', encodeNpy('float64', [3], Float64Array.of(0, 1, 0.5)))];
    const predictions = await fileOf('scores.csv', '0.1\n0.2\n0.3\n');
    await expect(scoring({ kind: 'anomaly', truth, predictions })).rejects.toThrow('row 2 is 0.5');
  });
});
