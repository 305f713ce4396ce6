import type { IncomingMessage } from 'node:http';
import { type Answer, crcOf, type Settings, type Stored, sha256 } from './fake-answers.ts';

type Put = {
  settings: Settings;
  url: string;
  upload: Stored;
  /** 0: the whole file. */
  part: number;
  crc64nvme: string | undefined;
  serial: number;
};

/** A signed PUT whose query says what the sink checks. */
export const signPut = ({ settings, url, upload, part, crc64nvme: crc, serial }: Put) => {
  const { uploadId, sizeBytes, sha256: hash, contentType } = upload;
  const until = Date.now() + settings.signatureMs;
  const { partSizeBytes } = settings;
  const length =
    part === 0 ? sizeBytes : Math.min(partSizeBytes, sizeBytes - (part - 1) * partSizeBytes);
  const query = new URLSearchParams({
    length: `${length}`,
    until: `${until}`,
    crc: crc ?? '',
    sha: hash && part === 0 ? hash : '',
    n: `${serial}`,
  });
  const whole = {
    'content-type': contentType,
    'x-amz-checksum-sha256': hash ?? '',
    'if-none-match': '*',
  };
  return {
    method: 'PUT',
    url: `${url}/s3/${uploadId}/${part}?${query}`,
    headers: part === 0 ? whole : { ...(crc && { 'x-amz-checksum-crc64nvme': crc }) },
    // What the client is told is not what the sink goes by, so that both ways of running out can
    // be tried.
    expiresAt: new Date(until + 60_000).toISOString(),
    sizeBytes: length,
  };
};

/** What S3 checks of a signed PUT. */
export const storeBytes = (
  uploads: ReadonlyMap<string, Stored>,
  request: IncomingMessage,
  bytes: Buffer,
): Answer => {
  const url = new URL(request.url ?? '', 'http://sink');
  const [, , id = '', part = ''] = url.pathname.split('/');
  const signed = (name: string) => url.searchParams.get(name) ?? '';
  const crc = request.headers['x-amz-checksum-crc64nvme'] ?? '';
  const hash = request.headers['x-amz-checksum-sha256'] ?? '';
  const stored = uploads.get(id);
  if (!stored) return { status: 404, body: '<Error><Code>NoSuchUpload</Code></Error>' };
  const forged =
    crc !== signed('crc') ||
    hash !== signed('sha') ||
    request.headers['content-length'] !== signed('length');
  if (forged || Date.now() > Number(signed('until')))
    return { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
  if (part === '0' && stored.bytes.size > 0)
    return { status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' };
  if ((crc && crc !== crcOf(bytes)) || (hash && hash !== sha256([bytes])))
    return { status: 400, body: '<Error><Code>BadDigest</Code></Error>' };
  stored.bytes.set(Number(part), bytes);
  if (part !== '0')
    stored.parts.set(Number(part), { sizeBytes: bytes.length, crc64nvme: crcOf(bytes) });
  return { status: 200, headers: { etag: `"${part}-${bytes.length}"` } };
};
