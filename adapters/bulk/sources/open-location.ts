import type {
  FileLocation,
  S3Location,
  SftpLocation,
  SourceLocation,
} from '../../../core/bulk/model/transfer.ts';
import { InvalidInput } from '../../../core/errors.ts';
import type { Credentials } from '../../aws/aws-credentials.ts';
import type { HttpPolicy } from '../../aws/http-guard.ts';
import { DiskPace } from '../transfer/engine/disk-pace.ts';
import { Side } from '../transfer/engine/outage.ts';
import type { RetryPolicy } from '../transfer/engine/retrying.ts';
import { FolderDoor } from '../transfer/files/folder-door.ts';
import { OpenFile } from '../transfer/files/open-file.ts';
import { lookAtObject, openObject, type SeenObject } from '../transfer/files/open-object.ts';
import type { OpenSource } from '../transfer/files/open-source.ts';
import { openUrl } from '../transfer/files/open-url.ts';
import { RangedStream } from '../transfer/files/ranged-stream.ts';
import type { S3Place } from '../transfer/s3/s3-place.ts';
import { S3Wire } from '../transfer/s3/s3-wire.ts';
import type { HttpReader } from './http-reader.ts';
import type { SftpClient } from './sftp/sftp-client.ts';
import type { SftpServer } from './sftp/sftp-server.ts';

/** Where files may be opened, beside this machine's disks. */
export type Sources = {
  policy: RetryPolicy;
  now: () => number;
  timeoutMs: number;
  s3?: S3Place;
  http?: HttpPolicy;
  sftp?: SftpServer;
};

/** Opens source files, in any thread. */
export class SourceOpener {
  readonly #sources: Sources;
  readonly #pace = new DiskPace();
  readonly #door = new FolderDoor();
  readonly #wires = new Map<string, S3Wire>();
  readonly #servers = new Map<string, Side>();
  #credentials: Credentials | undefined;
  #reader: HttpReader | undefined;
  #sftp: { client: SftpClient; side: Side } | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  set credentials(credentials: Credentials) {
    this.#credentials = credentials;
    for (const wire of this.#wires.values()) wire.credentials = credentials;
  }

  /**
   * `tags`: reads the object's tags as well. Throws `SourceMissing`, `InvalidInput` for a location
   * that is not allowed, or `TransientFault`.
   */
  open(location: SourceLocation, tags: boolean): OpenSource | Promise<OpenSource> {
    if (location.kind === 'file') return this.openFile(location);
    if (location.kind === 's3') return this.#openObject(location, tags);
    if (location.kind === 'sftp') return this.#openSftp(location);
    return this.#openUrl(location.url);
  }

  /** Throws as `open` does. */
  openFile(location: FileLocation): OpenFile {
    return new OpenFile(this.#door.open(location, location.seen), this.#pace);
  }

  /** Whether files of this machine are now read beside the thread. */
  get isDiskSlow(): boolean {
    return this.#pace.seemsSlow;
  }

  /** Throws as `S3Wire.ask` does, and `InvalidInput` for a location that is not allowed. */
  look(location: S3Location): Promise<SeenObject> {
    return lookAtObject(this.#wire(location.bucket), location);
  }

  close(): void {
    this.#door.close();
    for (const wire of this.#wires.values()) wire.close();
    this.#reader?.close();
    this.#sftp?.client.end();
  }

  #openObject(location: S3Location, tags: boolean): Promise<OpenSource> {
    const wire = this.#wire(location.bucket);
    return RangedStream.open(
      (position, etag) => openObject(wire, location, { position, etag, tags }),
      this.#sources.policy,
    );
  }

  async #openUrl(url: string): Promise<OpenSource> {
    const { http, policy } = this.#sources;
    if (!http) throw notConfigured('web servers');
    // Loaded for web sources only, because it is half of a thread's code.
    const { HttpReader } = await import('./http-reader.ts');
    this.#reader ??= new HttpReader(http);
    const reader = this.#reader;
    const side = this.#sideOf(new URL(url).origin, reader);
    return RangedStream.open(
      (position, etag) => side.watch(() => openUrl(reader, url, { position, etag })),
      policy,
    );
  }

  async #openSftp(location: SftpLocation): Promise<OpenSource> {
    const { sftp, policy } = this.#sources;
    if (!sftp) throw notConfigured('SSH servers');
    const { SftpClient } = await import('./sftp/sftp-client.ts');
    const { openSftp } = await import('./sftp/open-sftp.ts');
    this.#sftp ??= sftpSide(new SftpClient(sftp));
    const { client, side } = this.#sftp;
    return RangedStream.open(
      (position, etag) => side.watch(() => openSftp(client, location, { position, etag })),
      policy,
    );
  }

  /** A manifest may name many servers: one that is away does not end the run. */
  #sideOf(origin: string, reader: HttpReader): Side {
    const side =
      this.#servers.get(origin) ??
      new Side({ isVital: false, ask: () => reader.head(`${origin}/`) });
    this.#servers.set(origin, side);
    return side;
  }

  #wire(bucket: string): S3Wire {
    const { s3, timeoutMs, now } = this.#sources;
    if (!s3 || !this.#credentials) throw notConfigured('buckets');
    const wire =
      this.#wires.get(bucket) ??
      new S3Wire({ place: s3, bucket, timeoutMs, now, readBytes: 65_536 });
    wire.credentials = this.#credentials;
    this.#wires.set(bucket, wire);
    return wire;
  }
}

/** Without the server of all files none can be read. */
const sftpSide = (client: SftpClient): { client: SftpClient; side: Side } => ({
  client,
  side: new Side({ isVital: true, ask: () => client.realpath('.') }),
});

const notConfigured = (what: string): InvalidInput =>
  InvalidInput.of('source', `Reading from ${what} was not set up.`);
