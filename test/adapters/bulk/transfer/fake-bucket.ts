import { elementsOf, readXml, textOf } from '../../../../adapters/aws/xml.ts';
import { isBefore } from '../../../../core/shared/byte-order.ts';
import { type FakeUpload, partsPage } from './fake-parts.ts';
import { crc32Of, md5, sha256 } from './fake-sums.ts';

/** One request as the server saw it. */
export type Seen = {
  method: string;
  key: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Buffer;
};

/** The server's answer. */
export type Reply = { status: number; headers: Record<string, string>; body: string | Buffer };

/** An object in the bucket. */
export type FakeObject = { body: Buffer; versionId: string; headers: Record<string, string> };

/**
 * `conditions: false`: `If-None-Match` is ignored, as some look-alikes do; `copies: false`: so is
 * `x-amz-copy-source`.
 */
export type BucketKind = Record<'versioned' | 'checksums' | 'conditions' | 'copies', boolean>;

const keptHeaders =
  /^(content-(type|disposition|encoding|language)|cache-control|expires|x-amz-(tagging|storage-class|server-side-encryption.*))$/;

/** S3's behaviour for the engine's requests. */
export class FakeBucket {
  readonly objects = new Map<string, FakeObject[]>();
  readonly uploads = new Map<string, FakeUpload>();
  readonly #options: BucketKind;
  #next = 1;

  constructor(options: BucketKind) {
    this.#options = options;
  }

  current(key: string): FakeObject | undefined {
    return this.objects.get(key)?.at(-1);
  }

  put(key: string, body: Buffer, headers: Record<string, string> = {}): FakeObject {
    const object = { body, headers, versionId: `v${this.#next++}` };
    this.objects.set(key, [...((this.#options.versioned && this.objects.get(key)) || []), object]);
    return object;
  }

  refuse(status: number, code: string): Reply {
    return {
      status,
      headers: {},
      body: `<Error><Code>${code}</Code><Message>no</Message></Error>`,
    };
  }

  handle(seen: Seen): Reply {
    const { method, key, query, headers, body } = seen;
    if (query.versioning !== undefined) return this.#versioning();
    if (query['list-type'] !== undefined) return this.#list(query);
    if (query.uploadId !== undefined) return this.#multipart(seen, query.uploadId);
    if (query.uploads !== undefined)
      return method === 'POST' ? this.#begin(key, headers) : this.#listUploads(query.prefix ?? '');
    if (method === 'PUT')
      return this.#options.copies && headers['x-amz-copy-source'] !== undefined
        ? this.#copy(key, headers)
        : this.#store(key, body, headers, this.#sumOf(body));
    if (method === 'DELETE') return this.#remove(key, query.versionId);
    return query.tagging === undefined ? this.#read(key) : this.#tags(key);
  }

  #tags(key: string): Reply {
    const tags = new URLSearchParams(this.current(key)?.headers['x-amz-tagging']);
    const list = [...tags].map(([k, v]) => `<Tag><Key>${k}</Key><Value>${v}</Value></Tag>`);
    return { status: 200, headers: {}, body: `<R><TagSet>${list.join('')}</TagSet></R>` };
  }

  #copy(key: string, asked: Record<string, string>): Reply {
    const source = this.#copied(asked);
    if ('status' in source) return source;
    const { body, headers } = source;
    const tags = asked['x-amz-tagging-directive'] === 'COPY' && headers['x-amz-tagging'];
    const sum = this.#sumOf(body);
    const reply = this.#store(key, body, { ...asked, ...(tags && { 'x-amz-tagging': tags }) }, sum);
    if (reply.status !== 200) return reply;
    const { etag = '', ...rest } = reply.headers;
    const sums = Object.values(sum).map((sha) => `<ChecksumSHA256>${sha}</ChecksumSHA256>`);
    const said = `<ETag>${etag.replaceAll('"', '&quot;')}</ETag>${sums.join('')}`;
    return { status: 200, headers: rest, body: `<CopyObjectResult>${said}</CopyObjectResult>` };
  }

  /** The source of a copy that is pinned to its ETag. */
  #copied(asked: Record<string, string>): FakeObject | Reply {
    const [named = ''] = (asked['x-amz-copy-source'] ?? '').split('?versionId=');
    const from = decodeURIComponent(named).replace(/^bucket\//, '');
    const source = this.current(from);
    if (!source) return this.refuse(404, 'NoSuchKey');
    const etag = source.headers.etag ?? `"${md5(source.body)}"`;
    return asked['x-amz-copy-source-if-match'] === etag
      ? source
      : this.refuse(412, 'PreconditionFailed');
  }

  #copyPart({ parts }: FakeUpload, partNumber: number, asked: Record<string, string>): Reply {
    const source = this.#copied(asked);
    if ('status' in source) return source;
    const [, first, last] =
      /^bytes=(\d+)-(\d+)$/.exec(asked['x-amz-copy-source-range'] ?? '') ?? [];
    const body = source.body.subarray(Number(first), Number(last) + 1);
    const crc32 = this.#options.checksums ? crc32Of(body) : undefined;
    parts.set(partNumber, { body, crc32 });
    const sum = crc32 === undefined ? '' : `<ChecksumCRC32>${crc32}</ChecksumCRC32>`;
    const said = `<ETag>&quot;${md5(body)}&quot;</ETag>${sum}`;
    return { status: 200, headers: {}, body: `<CopyPartResult>${said}</CopyPartResult>` };
  }

  #sumOf(body: Buffer): Record<string, string> {
    return this.#options.checksums ? { 'x-amz-checksum-sha256': sha256(body) } : {};
  }

  #store(
    key: string,
    body: Buffer,
    asked: Record<string, string>,
    kept: Record<string, string>,
  ): Reply {
    if (this.#options.conditions && asked['if-none-match'] === '*' && this.current(key))
      return this.refuse(412, 'PreconditionFailed');
    const own = Object.entries(asked).filter(
      ([name]) => name.startsWith('x-amz-meta-') || keptHeaders.test(name),
    );
    const object = this.put(key, body, { ...Object.fromEntries(own), ...kept });
    return { status: 200, headers: { etag: `"${md5(body)}"`, ...this.#version(object) }, body: '' };
  }

  #read(key: string): Reply {
    const object = this.current(key);
    if (!object) return this.refuse(404, 'NoSuchKey');
    const length = { 'content-length': String(object.body.length) };
    const { 'x-amz-tagging': tags, ...headers } = object.headers;
    const count = new URLSearchParams(tags).size;
    return {
      status: 200,
      headers: {
        etag: `"${md5(object.body)}"`,
        ...headers,
        ...(count > 0 && { 'x-amz-tagging-count': String(count) }),
        ...length,
        ...this.#version(object),
      },
      body: object.body,
    };
  }

  #remove(key: string, versionId: string | undefined): Reply {
    const left = (this.objects.get(key) ?? []).filter(
      (object) => versionId !== undefined && object.versionId !== versionId,
    );
    this.objects.set(key, left);
    return { status: 204, headers: {}, body: '' };
  }

  #begin(key: string, headers: Record<string, string>): Reply {
    const uploadId = `u${this.#next++}`;
    this.uploads.set(uploadId, { key, uploadId, headers, parts: new Map() });
    const type = headers['x-amz-checksum-type'];
    return {
      status: 200,
      headers: type === undefined ? {} : { 'x-amz-checksum-type': type },
      body: `<R><UploadId>${uploadId}</UploadId></R>`,
    };
  }

  #listUploads(prefix: string): Reply {
    const found = [...this.uploads.values()].filter(({ key }) => key.startsWith(prefix));
    const list = found.map(
      ({ key, uploadId }) => `<Upload><Key>${key}</Key><UploadId>${uploadId}</UploadId></Upload>`,
    );
    return { status: 200, headers: {}, body: `<R>${list.join('')}</R>` };
  }

  #multipart({ method, query, headers, body }: Seen, uploadId: string): Reply {
    const upload = this.uploads.get(uploadId);
    if (!upload) return this.refuse(404, 'NoSuchUpload');
    if (method === 'DELETE') this.uploads.delete(uploadId);
    if (method === 'DELETE') return { status: 204, headers: {}, body: '' };
    if (method === 'GET')
      return {
        status: 200,
        headers: {},
        body: partsPage(upload, Number(query['part-number-marker'])),
      };
    if (method === 'POST') return this.#complete(upload, body.toString(), headers);
    if (this.#options.copies && headers['x-amz-copy-source'] !== undefined)
      return this.#copyPart(upload, Number(query.partNumber), headers);
    const sum = this.#options.checksums ? { 'x-amz-checksum-crc32': crc32Of(body) } : undefined;
    upload.parts.set(Number(query.partNumber), { body, crc32: sum?.['x-amz-checksum-crc32'] });
    return { status: 200, headers: { etag: `"${md5(body)}"`, ...sum }, body: '' };
  }

  #complete(upload: FakeUpload, xml: string, asked: Record<string, string>): Reply {
    const parts = elementsOf(readXml(xml), 'Part').map((part) =>
      upload.parts.get(Number(textOf(part, 'PartNumber'))),
    );
    if (parts.some((part) => part === undefined)) return this.refuse(400, 'InvalidPart');
    const body = Buffer.concat(parts.map((part) => part?.body ?? Buffer.alloc(0)));
    const sum = asked['x-amz-checksum-crc32'];
    if (sum !== undefined && sum !== crc32Of(body)) return this.refuse(400, 'BadDigest');
    const conditions = { ...upload.headers, 'if-none-match': asked['if-none-match'] ?? '' };
    const kept = this.#options.checksums
      ? { 'x-amz-checksum-crc32': crc32Of(body), 'x-amz-checksum-type': 'FULL_OBJECT' }
      : {};
    const etag = `"${md5(body)}-${parts.length}"`;
    const reply = this.#store(upload.key, body, conditions, { ...kept, etag });
    if (reply.status === 200) this.uploads.delete(upload.uploadId);
    return {
      ...reply,
      body: reply.body || `<R><ETag>${etag.replaceAll('"', '&quot;')}</ETag></R>`,
    };
  }

  #list({ prefix = '', 'start-after': after = '', ...query }: Seen['query']): Reply {
    const isEncoded = query['encoding-type'] === 'url';
    const shown = (key: string): string => (isEncoded ? encodeURIComponent(key) : key);
    const keys = [...this.objects.keys()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
    const list = keys
      .filter((key) => key.startsWith(prefix) && isBefore(after, key))
      .flatMap((key) => {
        const { body, headers } = this.current(key) ?? {};
        const tag = headers?.etag ?? `"${md5(body ?? Buffer.alloc(0))}"`;
        const facts = `<Size>${body?.length}</Size><ETag>${tag.replaceAll('"', '&quot;')}</ETag>`;
        const kept = `<StorageClass>${headers?.['x-amz-storage-class'] ?? 'STANDARD'}</StorageClass>`;
        return body ? [`<Contents><Key>${shown(key)}</Key>${facts}${kept}</Contents>`] : [];
      });
    const encoding = isEncoded ? '<EncodingType>url</EncodingType>' : '';
    const page = `<IsTruncated>false</IsTruncated>${encoding}${list.join('')}`;
    return { status: 200, headers: {}, body: `<ListBucketResult>${page}</ListBucketResult>` };
  }

  #versioning(): Reply {
    const status = this.#options.versioned ? '<Status>Enabled</Status>' : '';
    return { status: 200, headers: {}, body: `<V>${status}</V>` };
  }

  #version({ versionId }: FakeObject): Record<string, string> {
    return this.#options.versioned ? { 'x-amz-version-id': versionId } : {};
  }
}
