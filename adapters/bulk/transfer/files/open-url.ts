import type { HttpReader } from '../../sources/http-reader.ts';
import type { RangedAnswer } from './ranged-stream.ts';

/**
 * Asks a web server for a file, from a position on. The reader decides which servers may be asked,
 * and resumes what breaks off.
 */
export async function openUrl(
  reader: HttpReader,
  url: string,
  at: { position: number; etag?: string | undefined },
): Promise<RangedAnswer> {
  const range = { start: at.position, ...(at.etag !== undefined && { etag: at.etag }) };
  const { sizeBytes, modifiedAt, etag, object, body, cancel } = await reader.open(
    url,
    at.position > 0 ? range : undefined,
  );
  return {
    sizeBytes,
    etag,
    properties: object?.properties,
    checksums: object?.checksums,
    chunks: body,
    cancel,
    ...(modifiedAt !== undefined && { modifiedMs: Date.parse(modifiedAt) }),
  };
}
