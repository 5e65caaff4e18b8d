/** The output of the sandbox: frames of one byte for the kind, the length of the payload (uint32, little-endian), and the payload. */
export const frameKind = { message: 1, scores: 2 } as const;
export const frameHeaderBytes = 5;
export const maxFrameBytes = 64 * 1024;

export function encodeFrame(kind: number, payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(frameHeaderBytes + payload.length);
  frame.writeUInt8(kind, 0);
  frame.writeUInt32LE(payload.length, 1);
  frame.set(payload, frameHeaderBytes);
  return frame;
}
