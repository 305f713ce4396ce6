import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Announcement, Upload } from '../../client/api/api-types.ts';
import { hangUp, listen, urlOf } from '../listening.ts';
import {
  type Answer,
  cors,
  type Fault,
  keptMetadata,
  newRecord,
  problem,
  read,
  type Seen,
  type Settings,
  type Stored,
  sha256,
} from './fake-answers.ts';
import { FakeStorage } from './fake-storage.ts';

/** The upload's id in `/uploads/{id}/…` and `/s3/{id}/…`. */
const idIn = (pathname: string): string => pathname.split('/')[2] ?? 'none';

/**
 * The server that the client is tested against: Keepsake's upload routes, and a storage that checks
 * what S3 checks, in memory.
 */
export class FakeApi {
  readonly uploads = new Map<string, Stored>();
  readonly seen: Seen[] = [];
  readonly settings: Settings = {
    multipartBytes: 20_000,
    partSizeBytes: 10_000,
    checks: 0,
    signatureMs: 60_000,
  };
  publicUrl: string | undefined;
  /** Called before every request. Returns the fault to inject, or a promise to hold the request. */
  fault: (seen: Seen) => Fault | undefined | Promise<undefined> = () => undefined;
  /** True for requests that take effect and whose answers are lost. */
  loseAnswerOf: (path: string) => boolean = () => false;
  /** Called with the number of parts in each signing request. */
  onSigned: (uploadId: string, parts: number) => void = () => undefined;
  /** Why the server refuses files after it has checked them; undefined accepts them. */
  refuse: string | undefined;
  readonly #storage = new FakeStorage(this.uploads, this.settings);
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #checksLeft = 0;

  async start(): Promise<this> {
    await listen(this.#server);
    return this;
  }

  async stop(): Promise<void> {
    await hangUp(this.#server);
  }

  /** Where clients reach it: the server itself, or what is put before it. */
  get url(): string {
    return this.publicUrl ?? this.ownUrl;
  }

  get ownUrl(): string {
    return urlOf(this.#server);
  }

  /** How often a route was asked, e.g. `PUT` or `POST /uploads`. */
  count(start: string): number {
    return this.seen.filter(({ method, path }) => `${method} ${path}`.startsWith(start)).length;
  }

  /** All bytes of an upload as they arrived. */
  bytesOf(uploadId: string): Buffer {
    return this.#storage.bytesOf(uploadId);
  }

  /** Whether these bytes, all of them and no others, have arrived. */
  has(uploadId: string, bytes: Buffer): boolean {
    return this.uploads.has(uploadId) && this.bytesOf(uploadId).equals(bytes);
  }

  /** A part disappears. */
  lose(uploadId: string, partNumber: number): void {
    this.#stored(uploadId).parts.delete(partNumber);
    this.#stored(uploadId).bytes.delete(partNumber);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const { method = '' } = request;
    if (method === 'OPTIONS') return void response.writeHead(204, cors).end();
    const seen: Seen = {
      method,
      path,
      body: '',
      token: request.headers.authorization?.replace('Bearer ', ''),
      challenge: request.headers['challenge-answer']?.toString(),
    };
    this.seen.push(seen);
    const fault = await this.fault(seen);
    if (fault === 'cut')
      return void request
        .once('data', () => request.socket.destroy())
        .once('end', () => request.socket.destroy());
    const bytes = await read(request).catch(() => undefined);
    if (!bytes) return;
    if (method !== 'PUT') seen.body = bytes.toString();
    const { status, headers, body } = fault ?? this.#answer(request, seen, bytes);
    if (this.loseAnswerOf(path)) return void request.socket.destroy();
    response.writeHead(status, { ...cors, ...headers }).end(body);
  }

  #answer(request: IncomingMessage, { method, path, body }: Seen, bytes: Buffer): Answer {
    try {
      const { pathname } = new URL(path, this.url);
      if (pathname.startsWith('/s3/'))
        return method === 'PUT'
          ? this.#storage.store(request, bytes)
          : { status: 200, body: this.bytesOf(idIn(pathname)) };
      const result = this.#route(
        `${method} ${pathname.replace(/\/uploads\/upl_\w+/, '/uploads/:id')}`,
        idIn(pathname),
        body,
      );
      return {
        status: 200,
        body: JSON.stringify(result),
        headers: { 'content-type': 'application/json' },
      };
    } catch (refusal) {
      if (refusal instanceof Error)
        return {
          status: 500,
          body: JSON.stringify({ type: 'about:blank', detail: refusal.message }),
        };
      return refusal as Answer;
    }
  }

  #route(route: string, id: string, body: string): unknown {
    if (route === 'POST /sessions')
      return { sessionId: 'ses_1', token: 'kst_fake', expiresAt: '2999-01-01T00:00:00.000Z' };
    if (route === 'POST /uploads') return this.#announce(JSON.parse(body));
    if (route === 'GET /uploads')
      return { uploads: [...this.uploads.values()].reverse().map((stored) => this.#view(stored)) };
    if (route === 'POST /uploads/:id/parts')
      return this.#sign(this.#open(id), JSON.parse(body).parts);
    if (route === 'GET /uploads/:id/parts') return this.#parts(this.#open(id));
    if (route === 'POST /uploads/:id/complete')
      return this.#complete(this.#stored(id), JSON.parse(body || '{}'));
    if (route === 'GET /uploads/:id') return this.#look(this.#stored(id));
    if (route === 'GET /uploads/:id/download')
      return { url: `${this.url}/s3/${id}`, source: 's3', expiresAt: '2999-01-01T00:00:00Z' };
    if (route === 'DELETE /uploads/:id' && this.uploads.delete(id)) return {};
    throw problem(404, 'not-found');
  }

  #stored(id: string): Stored {
    const stored = this.uploads.get(id);
    if (!stored) throw problem(404, 'not-found');
    return stored;
  }

  #open(id: string): Stored {
    const stored = this.#stored(id);
    if (stored.status !== 'pending') throw problem(409, 'stale-record');
    return stored;
  }

  #view({ parts: _parts, bytes: _bytes, planned: _planned, ...upload }: Stored): Upload {
    return upload;
  }

  #announce({
    filename,
    contentType = 'application/octet-stream',
    keep,
    metadata,
    ...wanted
  }: Announcement) {
    const planned = wanted.sizeBytes > this.settings.multipartBytes;
    if (!planned && !wanted.sha256)
      throw problem(400, 'invalid-input', {
        errors: [{ field: 'sha256', message: 'must be there' }],
      });
    const uploadId = `upl_${String(this.uploads.size + this.seen.length).padStart(32, '0')}`;
    const upload: Stored = {
      ...wanted,
      ...(keep === true && { keep }),
      ...(metadata && { metadata: keptMetadata(metadata) }),
      ...newRecord(uploadId),
      contentType,
      fileName: filename,
      planned,
    };
    this.uploads.set(uploadId, upload);
    const { key, expiresAt } = upload;
    return planned
      ? { uploadId, key, multipart: this.#plan(upload), expiresAt }
      : { uploadId, key, ...this.#storage.sign(this.url, upload, 0) };
  }

  #plan({ sizeBytes }: Stored) {
    const { partSizeBytes } = this.settings;
    return { partSizeBytes, partCount: Math.ceil(sizeBytes / partSizeBytes) };
  }

  #sign(upload: Stored, parts: { partNumber: number; crc64nvme?: string }[]): object {
    this.onSigned(upload.uploadId, parts.length);
    const signed = parts.map(({ partNumber, crc64nvme }) => ({
      partNumber,
      ...this.#storage.sign(this.url, upload, partNumber, crc64nvme),
    }));
    return { parts: signed, expiresAt: signed[0]?.expiresAt };
  }

  #parts(upload: Stored): object {
    return {
      ...this.#plan(upload),
      parts: [...upload.parts].map(([partNumber, part]) => ({ partNumber, ...part })),
    };
  }

  #complete(upload: Stored, { sha256: claimed }: { sha256?: string }): Upload {
    if (upload.status === 'pending') {
      const count = upload.planned ? this.#plan(upload).partCount : 1;
      if (upload.bytes.size < count) throw problem(409, 'upload-not-received');
      const found = sha256([this.bytesOf(upload.uploadId)]);
      upload.sha256 = claimed ?? upload.sha256 ?? found;
      const matches = upload.sha256 === found;
      upload.status = matches
        ? upload.planned && this.settings.checks > 0
          ? 'checking'
          : 'uploaded'
        : 'quarantined';
      this.#checksLeft = this.settings.checks;
    }
    if (upload.status === 'quarantined') throw problem(409, 'upload-mismatch');
    return this.#view(upload);
  }

  #look(upload: Stored): Upload {
    if (upload.status === 'checking') {
      this.#checksLeft -= 1;
      if (this.#checksLeft <= 0) upload.status = this.refuse ? 'quarantined' : 'uploaded';
      if (this.refuse) upload.quarantineReason = this.refuse;
    }
    return this.#view(upload);
  }
}
