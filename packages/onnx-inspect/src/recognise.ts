import type { Issue } from './issues';

interface Kind {
  what: string;
  fix: string;
  matches: (bytes: Uint8Array, head: string) => boolean;
}

const exportIt = 'Export the model to ONNX (for PyTorch: torch.onnx.export) and send the .onnx file.';
const starts =
  (...codes: number[]) =>
  (bytes: Uint8Array) =>
    codes.every((code, i) => bytes[i] === code);

/** Most telling first. `head` is the first kilobyte as Latin-1 text. */
const kinds: Kind[] = [
  {
    what: 'a git-LFS pointer',
    fix: 'Run `git lfs pull` (or download the file itself, not its pointer) and send the model behind it.',
    matches: (_, head) => head.startsWith('version https://git-lfs'),
  },
  {
    what: 'an HTML page',
    fix: 'The download gave a web page instead of the file (a login or a 404?). Download it again and look at its first bytes.',
    matches: (_, head) => /^\s*<(!doctype|html|head|body|\?xml|!--)/i.test(head),
  },
  {
    what: 'a PyTorch checkpoint (a zip archive with a pickle)',
    fix: exportIt,
    matches: (bytes, head) => starts(0x50, 0x4b, 3, 4)(bytes) && /data\.pkl|\/byteorder|constants\.pkl/.test(head),
  },
  {
    what: 'a zip archive',
    fix: 'Unpack it and send the .onnx file in it.',
    matches: (bytes) => starts(0x50, 0x4b, 3, 4)(bytes) || starts(0x50, 0x4b, 5, 6)(bytes),
  },
  {
    what: 'a model in the ORT format (a flatbuffer)',
    fix: 'Send the .onnx file that it was converted from.',
    matches: (_, head) => head.slice(4, 8) === 'ORTM',
  },
  {
    what: 'a TensorFlow Lite model',
    fix: 'Convert it with tf2onnx and send the .onnx file.',
    matches: (_, head) => head.slice(4, 8) === 'TFL3',
  },
  { what: 'a Python pickle', fix: exportIt, matches: (bytes) => bytes[0] === 0x80 && (bytes[1] ?? 9) >= 2 && (bytes[1] ?? 9) <= 5 },
  {
    what: 'an HDF5 file (Keras?)',
    fix: 'Convert the model with tf2onnx and send the .onnx file.',
    matches: starts(0x89, 0x48, 0x44, 0x46),
  },
  { what: 'a gzip archive', fix: 'Unpack it and send the .onnx file in it.', matches: starts(0x1f, 0x8b) },
  {
    what: 'a NumPy array',
    fix: 'Send it as a predictions file, or send a model as .onnx.',
    matches: (_, head) => head.startsWith('\x93NUMPY'),
  },
  { what: 'a safetensors file: weights without a model', fix: exportIt, matches: (_, head) => /^[^]{8}\{"/.test(head) },
  { what: 'JSON text', fix: exportIt, matches: (_, head) => /^\s*[{[]\s*["{[\]}]/.test(head) },
  { what: 'plain text', fix: exportIt, matches: (bytes, head) => bytes.length >= 16 && /^[\t\n\r\x20-\x7e]+$/.test(head) },
];

/** The type of a file whose first bytes show that it is not ONNX; null if it may be ONNX. */
export function recogniseOther(bytes: Uint8Array): Issue | null {
  if (bytes.length === 0) {
    return {
      code: 'file-empty',
      message: 'The file has no bytes.',
      expected: 'an ONNX model',
      got: '0 bytes',
      fix: 'Look whether the export or the download failed, and send the file again.',
    };
  }
  const head = String.fromCharCode(...bytes.subarray(0, 1024));
  const kind = kinds.find((candidate) => candidate.matches(bytes, head));
  return kind ? notOnnx(`The file is ${kind.what}, not an ONNX model.`, kind.what, kind.fix) : null;
}

export function notOnnx(message: string, got: string, fix: string): Issue {
  return { code: 'file-not-onnx', message, expected: 'an ONNX model (a protobuf ModelProto)', got, fix };
}
