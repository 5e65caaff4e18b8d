import { readFileSync } from 'node:fs';
import { elementTypes, model, node, rawTensor, tensor, value, type Bytes } from '@unblind/onnx-writer';
import { InferenceSession } from 'onnxruntime-node';
import { z } from 'zod';
import { inspectOnnx } from '../inspect';
import { kernelsOf } from './table';

const BFLOAT16 = 16;
const loads = (file: Uint8Array) =>
  InferenceSession.create(file, { logSeverityLevel: 4 }).then(
    (session) => session.release().then(() => true),
    () => false,
  );
const onX = (nodes: Bytes[], imports: Record<string, number>, initializers: Bytes[] = []) =>
  model({ nodes, initializers, imports, inputs: [value('x', ['N', 2])], outputs: [value('y', null)] });
const toBfloat16 = node('Cast', ['x'], ['b'], { attributes: { to: BFLOAT16 } });
const toFloat = node('Cast', ['c'], ['y'], { attributes: { to: elementTypes.float32 } });

const ml = { domain: 'ai.onnx.ml' };
const withMl = { '': 17, 'ai.onnx.ml': 3 };
const zeros = (count: number) => Array.from({ length: count }, () => 0);

describe('the table of kernels', () => {
  it('is that of the installed runtime: scripts/kernel-table.mjs writes it anew', () => {
    const installed = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(require.resolve('onnxruntime-node/package.json'), 'utf8')));
    expect(kernelsOf).toBe(installed.version);
  });

  it.each([
    ['bfloat16 arithmetic', onX([toBfloat16, node('Relu', ['b'], ['c']), toFloat], { '': 17 }), '"Relu" of opset 17 on bfloat16'],
    [
      'an operator whose newest version has no kernel',
      onX([node('RandomUniformLike', ['x'], ['y'], { attributes: { seed: { float: 1 } } })], { '': 22 }),
      '"RandomUniformLike" of opset 22 on float32',
    ],
    [
      'an operator of ai.onnx.ml on a type that it takes',
      onX([node('Cast', ['x'], ['b'], { attributes: { to: elementTypes.int64 } }), node('Binarizer', ['b'], ['c'], ml), toFloat], withMl),
      '"Binarizer" of opset 3 on int64',
    ],
    [
      'an operator of com.microsoft',
      onX([toBfloat16, node('FastGelu', ['b'], ['c'], { domain: 'com.microsoft' }), toFloat], { '': 17, 'com.microsoft': 1 }),
      '"FastGelu" of opset 1 on bfloat16',
    ],
    [
      'the type of a second input',
      onX(
        [
          node('Cast', ['x'], ['b'], { attributes: { to: elementTypes.int8 } }),
          node('Cast', ['x'], ['is'], { attributes: { to: elementTypes.bool } }),
          node('Where', ['is', 'b', 'b'], ['c']),
          toFloat,
        ],
        { '': 17 },
      ),
      '"Where" of opset 17 on int8',
    ],
    [
      'recurrent layers with the batch in front',
      onX(
        [node('Reshape', ['x', 'to'], ['r']), node('GRU', ['r', 'w', 'u'], ['y'], { attributes: { hidden_size: 1, layout: 1 } })],
        { '': 17 },
        [rawTensor('to', 'int64', [3], BigInt64Array.of(-1n, 1n, 2n)), tensor('w', [1, 3, 2], zeros(6)), tensor('u', [1, 3, 1], zeros(3))],
      ),
      '"GRU" with layout=1',
    ],
    ['its older version', onX([node('RandomUniformLike', ['x'], ['y'], { attributes: { seed: { float: 1 } } })], { '': 21 }), null],
    [
      'arithmetic in float16, which the runtime widens',
      onX([node('Cast', ['x'], ['b'], { attributes: { to: elementTypes.float16 } }), node('Relu', ['b'], ['c']), toFloat], { '': 17 }),
      null,
    ],
    [
      'quantised weights that are dequantised',
      onX([node('DequantizeLinear', ['q', 'scale'], ['w']), node('MatMul', ['x', 'w'], ['y'])], { '': 17 }, [
        rawTensor('q', 'int8', [2, 1], Int8Array.of(1, 2)),
        tensor('scale', [], [0.5]),
      ]),
      null,
    ],
  ])('says of %s what the runtime does', async (_what, file, missing) => {
    const { issues } = inspectOnnx(file);
    if (missing !== null) {
      expect(issues[0]).toMatchObject({ code: 'onnx-opset-unsupported', message: expect.stringContaining(missing) as string });
      expect(await loads(file)).toBe(false);
    } else expect(issues.filter(({ message }) => message.includes('kernel'))).toEqual([]);
  });
});
