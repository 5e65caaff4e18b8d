import { InferenceSession } from 'onnxruntime-node';
import { bytes, integer, join, model, node, text, value } from '@unblind/onnx-writer';
import { exchangedTypes } from './checks/check-signature';
import { elementType } from './element-types';
import { knownOperators, newestIrVersion, newestOpset } from './operators';
import { oneOperator } from './test/build-model';

const refusal = (file: Uint8Array) =>
  InferenceSession.create(file, { logSeverityLevel: 4 }).then(
    (session) => session.release().then(() => ''),
    (error: unknown) => String(error),
  );
const importing = (domain: string, opset: number): Record<string, number> => (domain ? { '': 21, [domain]: opset } : { '': opset });
const isUnknown = (message: string) => /No Op registered for|is not a registered function|is deprecated in/.test(message);

describe('the table of operators, asked of ONNX Runtime', () => {
  it('holds no operator that ONNX Runtime does not know in the opset from which it is said to run', async () => {
    const unknown: string[] = [];
    for (const { domain, name, from } of knownOperators()) {
      const file = oneOperator(name, ['N', 2], { domain, imports: importing(domain, from) });
      if (isUnknown(await refusal(file))) unknown.push(`${domain}:${name} ${from}`);
    }
    expect(unknown).toEqual([]);
  });

  it('says of the operators that came later than opset 7 the opset in which they came', async () => {
    const earlier: string[] = [];
    for (const { domain, name, from } of knownOperators().filter((operator) => operator.from > 7)) {
      const file = oneOperator(name, ['N', 2], { domain, imports: importing(domain, from - 1) });
      if (!isUnknown(await refusal(file))) earlier.push(`${domain}:${name} ${from}`);
    }
    expect(earlier).toEqual([]);
  });

  it.each(['Relu', 'Sigmoid', 'Tanh', 'Exp', 'Sqrt', 'LeakyRelu'])('knows that %s has no kernel before opset 6', async (name) => {
    expect(await refusal(oneOperator(name, ['N', 2], { imports: { '': 5 } }))).toContain('Could not find an implementation');
    expect(await refusal(oneOperator(name, ['N', 2], { imports: { '': 6 } }))).toBe('');
  });

  it.each(Object.entries(newestOpset))('knows the newest opset of "%s": %i', async (domain, newest) => {
    expect(await refusal(oneOperator('Relu', ['N', 2], { imports: { '': 21, [domain]: newest } }))).toBe('');
    expect(await refusal(oneOperator('Relu', ['N', 2], { imports: { '': 21, [domain]: newest + 1 } }))).toContain('under development');
  });

  it('knows the types of inputs and outputs', async () => {
    const all = Array.from({ length: 30 }, (_, code) => code).filter((code) => elementType(code) !== undefined);
    const one = node('Constant', [], ['y'], { attributes: { value_int: 1 } });
    const taken: number[] = [];
    for (const code of all) {
      const input = bytes(11, join(text(1, 'x'), bytes(2, bytes(1, integer(1, code)))));
      // A second graph field is merged into the first.
      const file = join(model({ nodes: [one], imports: { '': 21 }, inputs: [], outputs: [value('y', [], 'int64')] }), bytes(7, input));
      if ((await refusal(file)) === '') taken.push(code);
    }
    expect(taken).toEqual([...exchangedTypes]);
  });

  it('knows the newest IR version', async () => {
    expect(await refusal(oneOperator('Relu', ['N', 2], { irVersion: newestIrVersion }))).toBe('');
    expect(await refusal(oneOperator('Relu', ['N', 2], { irVersion: newestIrVersion + 1 }))).toContain('Unsupported model IR version');
  });
});
