import { createReadStream } from 'node:fs';
import { InvalidInput } from '../../../../core/errors.ts';

/** One line of a manifest as it was written; `wrong` when it cannot even be read. */
export type ManifestLine = { line: number; value: unknown } | { line: number; wrong: string };

/** Limits of a manifest. A line has a path of 1,024 bytes and three short fields. */
export type ManifestLimits = { maxBytes: number; maxLines: number; maxLineChars: number };

export const manifestLimits: ManifestLimits = {
  maxBytes: 4 * 1024 ** 3,
  maxLines: 10_000_000,
  maxLineChars: 16_384,
};

/** The manifest as a whole cannot be used. */
export const badManifest = (message: string): InvalidInput => InvalidInput.of('manifest', message);

/** The text of a file, strictly UTF-8, without a byte order mark. Throws `InvalidInput`. */
export async function* readText(
  file: string,
  { maxBytes }: ManifestLimits,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file)) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw badManifest(`The manifest is larger than ${maxBytes} bytes. Split it.`);
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    throw reading(error, file, bytes);
  }
}

const reading = (error: unknown, file: string, bytes: number): unknown => {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return badManifest(`The manifest is not UTF-8 text (before byte ${bytes}). Save it as UTF-8.`);
  return code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR'
    ? badManifest(`${file} cannot be read (${code}).`)
    : error;
};
