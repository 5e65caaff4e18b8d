import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npyOf } from '@unblind/npy';
import { describeWhere } from '@unblind/testing';
import { hasBubblewrap } from '../../test/machine';
import { BubblewrapProvider } from '../bubblewrap/bubblewrap-provider';
import { limitsFor } from '../profile';
import { runOnnx } from './run-onnx';

/** The harness as it might behave once a model has taken over its process. */
describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'a process that was taken over', () => {
  let folder = '';
  let view = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unblind-hostile-'));
    view = join(folder, 'x.npy');
    chmodSync(folder, 0o755);
    writeFileSync(view, npyOf(new Float32Array(8), [4, 2]));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const helpers = `const fs = require('fs');
    const frame = (kind, body) => { const head = Buffer.alloc(5); head[0] = kind; head.writeUInt32LE(body.length, 1); return Buffer.concat([head, body]); };
    const say = (message) => fs.writeSync(1, frame(1, Buffer.from(JSON.stringify(message))));
    const scores = (...values) => fs.writeSync(1, frame(2, Buffer.from(Float32Array.from(values).buffer)));
    const start = () => { say({ event: 'ready' }); say({ event: 'loaded', seconds: 0 }); };
    const end = () => say({ event: 'finished', deterministic: true });`;

  const takenOver = (behaviour: string, wallSeconds = 20) => {
    const harness = mkdtempSync(join(folder, 'harness-'));
    chmodSync(harness, 0o755);
    writeFileSync(join(harness, 'harness.js'), `${helpers}\n${behaviour}`);
    return runOnnx(new BubblewrapProvider(), {
      modelPath: view,
      inputs: [{ name: 'x', path: view, dtype: 'float32', rowShape: [2] }],
      rows: 4,
      output: { name: 'y', select: 0, width: 1, range: [0, 1] },
      fixedBatch: null,
      batch: 2,
      limits: limitsFor({ memoryBytes: 2 ** 29, wallSeconds, cpus: 1 }),
      harness,
    });
  };

  it('is believed when it keeps to the protocol: this is what the others are compared with', async () => {
    expect(Array.from((await takenOver('start(); scores(0, 0.25); scores(0.5, 1); end();')).scores)).toEqual([0, 0.25, 0.5, 1]);
  });

  it.each([
    ['garbage', 'fs.writeSync(1, "<html>not a frame</html>")', 'model-run-failed', 20],
    ['garbage after an honest start', 'start(); fs.writeSync(1, Buffer.alloc(4096, 0xff))', 'model-run-failed', 20],
    ['more rows than there are', 'start(); scores(0, 0, 0, 0, 0); end();', 'model-run-failed', 20],
    ['fewer rows than there are', 'start(); scores(0, 0, 0); end();', 'model-run-failed', 20],
    [
      'half a frame, then silence',
      'start(); fs.writeSync(1, Buffer.from([2, 16, 0, 0])); setInterval(() => 0, 1e6)',
      'limit-wall-time',
      1.5,
    ],
    ['half a frame, then the end', 'start(); fs.writeSync(1, Buffer.from([2, 16, 0, 0]))', 'model-run-failed', 20],
    ['a flood of empty frames', 'start(); for (;;) scores();', 'limit-output', 20],
    ['a flood on stderr', 'for (;;) fs.writeSync(2, "x".repeat(65536))', 'limit-output', 20],
    ['silence and an exit', '', 'sandbox-broken', 20],
    ['a crash while running', 'start(); process.abort()', 'model-run-failed', 20],
    ['NaN', 'start(); scores(0, NaN, 0, 0); end();', 'model-output-not-finite', 20],
    ['numbers out of range', 'start(); scores(0, 7, 0, 0); end();', 'model-output-out-of-range', 20],
  ])('%s', async (_what, behaviour, code, wallSeconds) => {
    await expect(takenOver(behaviour, wallSeconds)).rejects.toMatchObject({ detail: { code } });
  });

  it('finds nothing of the installation but what it runs on', async () => {
    const list = `const walk = (path) => fs.readdirSync(path).map((name) => path + name);
      say({ event: 'failed', stage: 'run', message: [...walk('/'), ...walk('/in/'), ...walk('/model/'), ...walk('/node_modules/'), ...walk('/node_modules/@unblind/')].join(' '), subject: '', expected: '', got: '' })`;
    const fault = await takenOver(list).then(
      (): { detail?: { got?: string } } => ({}),
      (error: unknown) => error as { detail?: { got?: string } },
    );
    const seen = (fault.detail?.got ?? '').split(' ').filter((path) => !/^\/(bin|sbin|lib\d*|usr|etc|dev|proc|tmp)$/.test(path));
    expect(seen.sort()).toEqual(
      [
        '/harness',
        '/in',
        '/in/0.npy',
        '/model',
        '/model/model.onnx',
        '/node_modules',
        '/node_modules/@unblind',
        '/node_modules/@unblind/npy',
        '/node_modules/onnxruntime-common',
        '/node_modules/onnxruntime-node',
        '/opt',
      ].sort(),
    );
  });
});
