// One server for every client in the bench, in a process of its own: Keepsake's upload routes and
// as much of S3 as its SDK needs. The server counts bytes and forgets them, so that the bench
// measures the clients.
import { createServer } from 'node:http';

const partSizeBytes = 8 * 1024 ** 2;
const multipartBytes = 100 * 1024 ** 2;
const expiresAt = '2999-01-01T00:00:00.000Z';
const uploads = new Map();
let received = 0;

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET,PUT,POST,DELETE',
  'access-control-allow-headers': '*, authorization',
  'access-control-expose-headers': 'etag',
  'access-control-max-age': '7200',
};

const read = async (request) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

const drained = (request) =>
  new Promise((resolve) => {
    request.on('data', (chunk) => {
      received += chunk.length;
    });
    request.on('end', resolve);
  });

const urlOf = (request, id, part) =>
  `http://${request.headers.host}/s3/${id}/${part}?X-Amz-Signature=none`;

const announce = (request, { sizeBytes, contentType, sha256 }) => {
  const uploadId = `upl_${uploads.size}`;
  uploads.set(uploadId, {
    uploadId,
    key: `temp/${uploadId}`,
    sizeBytes,
    status: 'pending',
    expiresAt,
  });
  const multipart = { partSizeBytes, partCount: Math.ceil(sizeBytes / partSizeBytes) };
  if (sizeBytes > multipartBytes)
    return { uploadId, key: `temp/${uploadId}`, multipart, expiresAt };
  const headers = {
    'content-type': contentType,
    'if-none-match': '*',
    ...(sha256 && { 'x-amz-checksum-sha256': sha256 }),
  };
  return {
    uploadId,
    key: `temp/${uploadId}`,
    method: 'PUT',
    url: urlOf(request, uploadId, 0),
    headers,
    expiresAt,
  };
};

const signed = (request, id, { parts }) => ({
  expiresAt,
  parts: parts.map(({ partNumber, crc64nvme }) => ({
    partNumber,
    method: 'PUT',
    url: urlOf(request, id, partNumber),
    headers: crc64nvme ? { 'x-amz-checksum-crc64nvme': crc64nvme } : {},
  })),
});

const api = async (request, path) => {
  const [, , id, step] = path.split('/');
  const body = JSON.parse((await read(request)) || '{}');
  if (path === '/received') return { received };
  if (id === undefined) return announce(request, body);
  if (step === 'parts') return signed(request, id, body);
  return { ...uploads.get(id), ...body, status: 'uploaded' };
};

/** The S3 requests of @aws-sdk/lib-storage. */
const s3 = async (request, response, { pathname, searchParams }) => {
  const etag = { etag: '"e"', ...cors };
  if (request.method === 'PUT') {
    await drained(request);
    return response.writeHead(200, etag).end();
  }
  await read(request);
  const [bucket, key] = pathname.slice(1).split('/');
  const named = `<Bucket>${bucket}</Bucket><Key>${key}</Key>`;
  if (searchParams.has('uploads')) {
    const result = 'InitiateMultipartUploadResult';
    return response.end(`<${result}>${named}<UploadId>m</UploadId></${result}>`);
  }
  return response.end(
    `<CompleteMultipartUploadResult>${named}<ETag>"e"</ETag></CompleteMultipartUploadResult>`,
  );
};

const isApi = (pathname) =>
  pathname === '/uploads' || pathname.startsWith('/uploads/') || pathname === '/received';

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://sink');
  if (request.method === 'OPTIONS') return response.writeHead(204, cors).end();
  if (!isApi(url.pathname)) return s3(request, response, url);
  const answer = await api(request, url.pathname);
  return response
    .writeHead(200, { ...cors, 'content-type': 'application/json' })
    .end(JSON.stringify(answer));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
process.on('disconnect', () => process.exit());
