import { SourceChanged, SourceMissing } from '../../../../core/errors.ts';
import { rangeText } from '../../../aws/byte-range.ts';
import { isGone, isPreconditionFailed } from '../../../storage/s3-refusals.ts';
import type { S3Wire } from '../s3/s3-wire.ts';
import { propertiesIn, readTags } from '../s3/source-properties.ts';
import { download } from './download.ts';
import type { RangedAnswer } from './ranged-stream.ts';

type At = { position: number; etag?: string | undefined };

/** Asks S3 for one version of an object, from a position on; for its tags as well, if wanted. */
export async function openObject(
  wire: S3Wire,
  object: { key: string; versionId?: string },
  { tags, ...at }: At & { tags: boolean },
): Promise<RangedAnswer> {
  const headers: [string, string][] = [];
  if (at.position > 0) headers.push(['range', rangeText(at.position)]);
  if (at.etag !== undefined) headers.push(['if-match', at.etag]);
  try {
    const query = object.versionId === undefined ? {} : { versionId: object.versionId };
    const answer = await download(wire, { method: 'GET', key: object.key, query, headers });
    const tagged = tags && at.position === 0 && Number(answer.headers['x-amz-tagging-count']) > 0;
    const properties = {
      ...propertiesIn(answer.headers),
      ...(tagged && { 'x-amz-tagging': await readTags(wire, object) }),
    };
    const { chunks, cancel } = answer;
    return { ...factsOf(answer.headers), properties, chunks, cancel };
  } catch (error) {
    if (isPreconditionFailed(error))
      throw new SourceChanged('The source object was replaced while it was read.', {
        cause: error,
      });
    throw isGone(error) ? new SourceMissing('The source object is gone.', { cause: error }) : error;
  }
}

/** Facts that S3 has of an object, without its bytes and tags. */
export type SeenObject = ReturnType<typeof factsOf> & {
  properties: Readonly<Record<string, string>>;
};

/** Asks S3 for them. Throws as `S3Wire.ask` does. */
export async function lookAtObject(
  wire: S3Wire,
  { key, versionId }: { key: string; versionId?: string },
): Promise<SeenObject> {
  const query = versionId === undefined ? {} : { versionId };
  const { headers } = await wire.ask({ method: 'HEAD', key, query });
  return { ...factsOf(headers), properties: propertiesIn(headers) };
}

/** Size, time and ETag of a whole file, from the headers of an answer that may be of a range. */
export function factsOf(headers: Readonly<Record<string, string>>): {
  sizeBytes: number | undefined;
  modifiedMs?: number;
  etag?: string;
} {
  const [, total] = headers['content-range']?.match(/\/(\d+)$/) ?? [];
  const size = total ?? headers['content-length'];
  const modified = new Date(headers['last-modified'] ?? Number.NaN).getTime();
  return {
    sizeBytes: size === undefined ? undefined : Number(size),
    ...(!Number.isNaN(modified) && { modifiedMs: modified }),
    ...(headers.etag !== undefined && { etag: headers.etag }),
  };
}
