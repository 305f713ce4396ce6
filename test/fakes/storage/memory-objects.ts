import { createHash } from 'node:crypto';
import { DestinationExists, SourceChanged, SourceMissing } from '../../../core/errors.ts';
import type {
  CopyRequest,
  ObjectFacts,
  ObjectRef,
  ObjectStore,
} from '../../../core/storage/ports.ts';
import { crc64nvme } from './crc64nvme.ts';

/** Which full-object checksum storage remembers; `none` models an object sent without one. */
export type KeptChecksum = 'sha256' | 'crc64nvme' | 'none';

type PutOptions = {
  contentType?: string;
  disposition?: string;
  metadata?: Record<string, string>;
  checksum?: KeptChecksum;
  ifNoneMatch?: boolean;
};

type PutFacts = ObjectFacts & { etag: string };

type Version = { facts: ObjectFacts; disposition: string | undefined; bytes: Uint8Array };

const hash = (algorithm: 'md5' | 'sha256', bytes: Uint8Array) =>
  createHash(algorithm).update(bytes);
const place = (bucket: string, key: string): string => `${bucket}/${key}`;

const checksums = {
  sha256: (bytes: Uint8Array) => ({ sha256: hash('sha256', bytes).digest('base64') }),
  crc64nvme: (bytes: Uint8Array) => ({ crc64nvme: crc64nvme(bytes) }),
  none: () => ({}),
};

/**
 * A versioned object store in memory. `calls` lists every call, so that tests can assert the calls
 * that were (not) made.
 */
export class MemoryObjects implements ObjectStore {
  readonly calls: { operation: keyof ObjectStore; key: string }[] = [];
  /** The checksum copies get; change it to model a storage that keeps none. */
  copyChecksum: KeptChecksum = 'sha256';
  /** For tests: ids of versions that were asked for by id, as verification does. */
  readonly examined = new Set<string>();
  readonly #places = new Map<string, Version[]>();
  readonly #multiparts = new Set<string>();
  readonly #hidden = new Set<string>();
  #lastVersion = 0;

  async head({ bucket, key, versionId }: ObjectRef): Promise<ObjectFacts | undefined> {
    this.#note('head', key);
    if (versionId !== undefined) this.examined.add(versionId);
    return structuredClone(this.#version({ bucket, key, versionId })?.facts);
  }

  async copy({
    source,
    target,
    contentType,
    disposition,
    metadata,
  }: CopyRequest): Promise<{ versionId: string; sha256?: string }> {
    this.#note('copy', target.key);
    const from = this.#version(source);
    if (!from)
      throw new SourceMissing(
        `No version ${source.versionId} of ${place(source.bucket, source.key)}.`,
      );
    if (source.etag !== undefined && from.facts.etag !== source.etag)
      throw new SourceChanged(`${place(source.bucket, source.key)} is not ${source.etag}.`);
    const { versionId, sha256 } = this.put(target.bucket, target.key, from.bytes, {
      contentType,
      disposition,
      metadata,
      checksum: this.copyChecksum,
      ifNoneMatch: true,
    });
    return { versionId, ...(sha256 !== undefined && { sha256 }) };
  }

  async sha256(ref: ObjectRef): Promise<string> {
    this.#note('sha256', ref.key);
    const version = this.#version(ref);
    if (!version) throw new SourceMissing(`No object ${place(ref.bucket, ref.key)}.`);
    return hash('sha256', version.bytes).digest('base64');
  }

  async versions(bucket: string, key: string): Promise<string[]> {
    this.#note('versions', key);
    return this.#at(bucket, key).map(({ facts }) => facts.versionId);
  }

  async removeVersion({
    bucket,
    key,
    versionId,
  }: {
    bucket: string;
    key: string;
    versionId: string;
  }): Promise<void> {
    this.#note('removeVersion', key);
    const left = this.#at(bucket, key).filter(({ facts }) => facts.versionId !== versionId);
    this.#places.set(place(bucket, key), left);
  }

  async hide(bucket: string, key: string): Promise<void> {
    this.#note('hide', key);
    if (this.#at(bucket, key).length > 0) this.#hidden.add(place(bucket, key));
  }

  async reveal(bucket: string, key: string): Promise<void> {
    this.#note('reveal', key);
    this.#hidden.delete(place(bucket, key));
  }

  async abortMultiparts(bucket: string, key: string): Promise<void> {
    this.#note('abortMultiparts', key);
    this.#multiparts.delete(place(bucket, key));
  }

  async removeAll(bucket: string, key: string): Promise<{ versions: number; bytes: number }> {
    this.#note('removeAll', key);
    this.#multiparts.delete(place(bucket, key));
    this.#hidden.delete(place(bucket, key));
    const gone = this.#at(bucket, key);
    this.#places.delete(place(bucket, key));
    return {
      versions: gone.length,
      bytes: gone.reduce((sum, { facts }) => sum + facts.sizeBytes, 0),
    };
  }

  /**
   * For tests: a new current version; `ifNoneMatch` refuses when there is one, as presigned uploads
   * do.
   */
  put(bucket: string, key: string, bytes: Uint8Array | string, options: PutOptions = {}): PutFacts {
    const there = this.#at(bucket, key);
    if (options.ifNoneMatch && there.length > 0 && !this.#hidden.has(place(bucket, key)))
      throw new DestinationExists(`${place(bucket, key)} exists already.`);
    const body = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    const facts = this.#facts(body, options);
    this.#hidden.delete(place(bucket, key));
    this.#places.set(place(bucket, key), [
      ...there,
      { facts, disposition: options.disposition, bytes: body },
    ]);
    return structuredClone(facts);
  }

  /** For the fakes that read: the bytes of a version. */
  bytesOf(ref: ObjectRef): Uint8Array | undefined {
    return this.#version(ref)?.bytes;
  }

  /** For tests: the Content-Disposition an object is served with. */
  dispositionOf(ref: ObjectRef): string | undefined {
    return this.#version(ref)?.disposition;
  }

  /** For tests: replaces a version's bytes and checksum, as a broken copy would. */
  corrupt(ref: ObjectRef, bytes: Uint8Array | string): void {
    const version = this.#version(ref);
    if (!version) throw new Error(`nothing to corrupt at ${place(ref.bucket, ref.key)}`);
    const kept = version.facts.sha256 ? 'sha256' : version.facts.crc64nvme ? 'crc64nvme' : 'none';
    version.bytes = Buffer.from(bytes);
    version.facts = {
      ...version.facts,
      sha256: undefined,
      crc64nvme: undefined,
      ...checksums[kept](version.bytes),
    };
  }

  /** For tests: a large copy that died half way. */
  leaveMultipart(bucket: string, key: string): void {
    this.#multiparts.add(place(bucket, key));
  }

  /** For tests: places with unfinished multipart uploads, as `bucket/key`. */
  get multiparts(): string[] {
    return [...this.#multiparts];
  }

  /** For tests: every version there is. */
  get all(): { bucket: string; key: string; versionId: string }[] {
    return [...this.#places].flatMap(([at, versions]) => {
      const slash = at.indexOf('/');
      return versions.map(({ facts }) => ({
        bucket: at.slice(0, slash),
        key: at.slice(slash + 1),
        versionId: facts.versionId,
      }));
    });
  }

  #facts(bytes: Uint8Array, { contentType, metadata, checksum }: PutOptions): PutFacts {
    this.#lastVersion += 1;
    return {
      versionId: `v${this.#lastVersion}`,
      etag: `"${hash('md5', bytes).digest('hex')}"`,
      sizeBytes: bytes.length,
      contentType: contentType ?? 'application/octet-stream',
      metadata: { ...metadata },
      ...checksums[checksum ?? 'sha256'](bytes),
    };
  }

  #at(bucket: string, key: string): Version[] {
    return this.#places.get(place(bucket, key)) ?? [];
  }

  #version({ bucket, key, versionId }: ObjectRef): Version | undefined {
    const there = this.#at(bucket, key);
    const isHidden = this.#hidden.has(place(bucket, key));
    return versionId === undefined
      ? there.at(isHidden ? there.length : -1)
      : there.find(({ facts }) => facts.versionId === versionId);
  }

  #note(operation: keyof ObjectStore, key: string): void {
    this.calls.push({ operation, key });
  }
}
