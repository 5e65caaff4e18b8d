import { phase } from '../../../test/fixtures';
import { splitSizes } from './split-sizes';

const file = { split: 'public', name: 'jet', variation: null, bytes: 1, rows: 10, entries: 10, sha256: '', url: '' };

test('the size of predictions is that of the public files of a phase that takes them', () => {
  const phases = [
    phase({ id: 'development', title: 'Development', split: 'public', kinds: ['onnx', 'predictions'] }),
    phase({ id: 'models', split: 'public', kinds: ['onnx'] }),
    phase({ id: 'final', split: 'private', kinds: ['predictions'] }),
  ];
  const files = [file, { ...file, name: 'hits', entries: 70 }, { ...file, variation: 'jes', rows: 99, entries: 99 }];
  expect(splitSizes(phases, files)).toEqual([{ phase: 'development', title: 'Development', rows: 10, entries: 70 }]);
});
