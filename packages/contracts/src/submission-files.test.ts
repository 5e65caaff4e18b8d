import { extensionsOf, fileKindOf } from './submission-files';

test('a file is known by its name, whatever its case', () => {
  expect(['net.onnx', 'NET.ONNX', 'image.tar', 'scores.csv.gz', 'a.b.npz'].map((name) => fileKindOf(name, 'tagging'))).toEqual([
    'onnx',
    'onnx',
    'container',
    'predictions',
    'predictions',
  ]);
  expect(['notes.txt', 'image.tar.gz', 'onnx', 'csv'].map((name) => fileKindOf(name, 'tagging'))).toEqual([null, null, null, null]);
});

test('JSON is predictions where a challenge asks for intervals, and nothing elsewhere', () => {
  expect(fileKindOf('result.json', 'interval-estimation')).toBe('predictions');
  expect(fileKindOf('result.json', 'tagging')).toBeNull();
  expect(extensionsOf('predictions', 'interval-estimation')).toContain('.json');
  expect(extensionsOf('predictions', 'tracking')).not.toContain('.json');
});
