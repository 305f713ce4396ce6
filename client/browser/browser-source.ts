import { blobSource, type Source } from '../platform.ts';

/** Up to here a file is read whole: one digest of it is the fastest, and the memory bearable. */
const wholeBytes = 16 * 1024 ** 2;

/** A blob or file as a source. What is read whole is read once: to be hashed and to be sent. */
export const browserSource = (blob: Blob): Source => {
  const source = blobSource(blob);
  if (blob.size > wholeBytes) return source;
  let read: Promise<ArrayBuffer> | undefined;
  const bytes = () => {
    read ??= blob.arrayBuffer();
    return read;
  };
  return { ...source, piece: async (start, end) => new Uint8Array(await bytes(), start, end - start) };
};
