import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { PlatformFault } from '@unblind/contracts';
import type { Database } from '@unblind/database';
import { streamKey, type StreamKey } from '@unblind/random';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * The key from which the hidden splits of a data set are made: drawn when the data set is prepared for the first time, and kept for
 * every later attempt. The database holds it wrapped: nobody can use it without the installation's secret.
 */
export async function dataSetKey(database: Database, id: string, secret: string | undefined): Promise<StreamKey> {
  if (secret === undefined)
    throw new PlatformFault('data-secret', {
      message: 'This data set has hidden splits, which are made from a key, and the runner has no secret to keep keys with.',
      expected: "the installation's secret in DATA_SECRET, at least 16 characters",
      fix: 'Set DATA_SECRET for the runners that prepare data, the same for all of them, and start the API again.',
    });
  const fresh = { dataSetId: id, wrappedKey: wrapKey(randomBytes(32), secret, id) };
  await database.dataSetKey.createMany({ data: [fresh], skipDuplicates: true });
  // Read back: it may have had one, or another runner was the first.
  const { wrappedKey } = await database.dataSetKey.findUniqueOrThrow({ where: { dataSetId: id } });
  return streamKey(unwrapKey(wrappedKey, secret, id));
}

/** AES-256-GCM with the data set's id as associated data, so that a key cannot be moved to another data set: nonce, tag, ciphertext. */
export function wrapKey(key: Uint8Array, secret: string, dataSetId: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, wrappingKey(secret), nonce).setAAD(Buffer.from(dataSetId));
  const encrypted = Buffer.concat([cipher.update(key), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), encrypted]));
}

/** @throws PlatformFault `data-secret` if it was wrapped with another secret or for another data set */
export function unwrapKey(wrapped: Uint8Array, secret: string, dataSetId: string): Uint8Array {
  const nonce = wrapped.subarray(0, nonceBytes);
  const tag = wrapped.subarray(nonceBytes, nonceBytes + tagBytes);
  try {
    const cipher = createDecipheriv(algorithm, wrappingKey(secret), nonce, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(dataSetId)).setAuthTag(tag);
    return Buffer.concat([cipher.update(wrapped.subarray(nonceBytes + tagBytes)), cipher.final()]);
  } catch (cause) {
    const fault = {
      message: "The data set's key cannot be opened with this runner's secret.",
      expected: 'the DATA_SECRET that the key was made with',
      got: 'another one',
      fix: "Set DATA_SECRET to this installation's first one: it is kept in secrets.json by `npm start`.",
    };
    throw new PlatformFault('data-secret', fault, { cause });
  }
}

function wrappingKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'unblind/keys of data sets', 32));
}
