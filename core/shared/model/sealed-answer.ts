import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const tagBytes = 16;

/**
 * The answer as text that only the holder of `keyHex` can read. Answers hold secrets: a link's
 * token, of which only a hash is at rest, and signed URLs.
 */
export const sealAnswer = (answer: unknown, keyHex: string, runId: string): string => {
  const cipher = createCipheriv(algorithm, Buffer.from(keyHex, 'hex'), nonceOf(runId), {
    authTagLength: tagBytes,
  });
  return Buffer.concat([
    cipher.update(JSON.stringify(answer)),
    cipher.final(),
    cipher.getAuthTag(),
  ]).toString('base64');
};

/** A run seals one answer, so a nonce derived from its id is never used twice with one key. */
const nonceOf = (runId: string): Buffer =>
  createHash('sha256').update(runId).digest().subarray(0, 12);

/** The opposite of {@link sealAnswer}. Throws when the text was changed. */
export const openAnswer = <Answer>(sealed: string, keyHex: string, runId: string): Answer => {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv(algorithm, Buffer.from(keyHex, 'hex'), nonceOf(runId), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return JSON.parse(
    Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString(),
  );
};
