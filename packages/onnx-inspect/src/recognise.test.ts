import { inspectOnnx } from './inspect';

describe('files that are something else', () => {
  const latin = (content: string) => Uint8Array.from(content, (character) => character.charCodeAt(0));
  it.each([
    ['an HTML page', latin('  <!doctype html><title>Sign in</title>')],
    ['a git-LFS pointer', latin('version https://git-lfs.github.com/spec/v1\noid sha256:0')],
    ['a PyTorch checkpoint', latin('PK\x03\x04\0\0\0\0archive/data.pkl\x80\x02')],
    ['a zip archive', latin('PK\x03\x04\0\0\0\0model.onnx')],
    ['the ORT format', latin('\x14\0\0\0ORTM')],
    ['a Python pickle', latin('\x80\x04\x95\0\0')],
    ['an HDF5 file', latin('\x89HDF\r\n\x1a\n')],
    ['a gzip archive', latin('\x1f\x8b\x08\0')],
    ['a NumPy array', latin('\x93NUMPY\x01\0')],
    ['a safetensors file', latin('\x40\0\0\0\0\0\0\0{"a":{}}')],
    ['JSON text', latin('{"nodes": []}')],
    ['plain text', latin('id,score\n0,0.5\n1,0.25\n')],
  ])('names %s', (what, file) => {
    const inspection = inspectOnnx(file);
    expect(inspection.code).toBe('file-not-onnx');
    expect(inspection.issues[0]?.message).toContain(what);
  });

  it("refuses a file beyond the challenge's limit before it looks inside", () => {
    expect(inspectOnnx(latin('<html>'), { bytes: 5 }).code).toBe('file-too-large');
  });
});
