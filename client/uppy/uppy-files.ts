import type { SignedPut, SinglePut, Upload } from '../api/api-types.ts';
import type { KeepsakeProblem } from '../api/problem.ts';
import type { KeepsakeClient } from '../browser.ts';
import type { UploadOptions } from '../client.ts';
import { FileHashes, partOf } from '../upload/file-hashes.ts';
import { hasSameVisibility, type Unfinished } from '../upload/resume.ts';
import { isAssembled } from '../upload/send-parts.ts';
import { isExpiring } from '../upload/upload-run.ts';
import type { UppyAnnouncement, UppyFileLike } from './uppy-types.ts';

/**
 * S3 takes no smaller parts (but the last): smaller files go in one PUT, and are announced when
 * their turn comes.
 */
const smallestPartBytes = 5 * 1024 ** 2;

type Known = {
  put?: SinglePut | undefined;
  plan?: Unfinished;
  hashes?: FileHashes;
  upload?: Upload;
};

/** What is known of each of Uppy's files. */
export class UppyFiles {
  readonly #keepsake: KeepsakeClient;
  readonly #wanted: (file: UppyFileLike) => UppyAnnouncement;
  readonly #known = new Map<string, Known>();
  /** Uppy asks for the size of parts by the file's bytes alone. */
  readonly #partSizes = new WeakMap<object, number>();

  constructor(keepsake: KeepsakeClient, wanted: (file: UppyFileLike) => UppyAnnouncement) {
    this.#keepsake = keepsake;
    this.#wanted = wanted;
  }

  /**
   * Before the plugin decides how to send a file: is there something to go on with, and what does
   * the server say?
   */
  async prepare(file: UppyFileLike): Promise<object | undefined> {
    const blob = blobOf(file);
    if (blob.size <= smallestPartBytes || this.#known.get(file.id)?.plan) return undefined;
    const unfinished = await this.#unfinished(file);
    if (unfinished) this.#keepPlan(file, unfinished);
    else await this.#announce(file);
    return unfinished && { s3Multipart: { uploadId: unfinished.uploadId, key: unfinished.key } };
  }

  /** After the plugin: files that went in one PUT are completed. */
  async finish(file: UppyFileLike): Promise<object> {
    const known = this.#of(file);
    if (known.put) known.upload = await this.#completed(known.put.uploadId, {});
    this.#known.delete(file.id);
    return { keepsake: known.upload };
  }

  isMultipart({ id }: UppyFileLike): boolean {
    return this.#known.get(id)?.plan !== undefined;
  }

  partSizeOf(data: { size: number }): number {
    return this.#partSizes.get(data) ?? smallestPartBytes;
  }

  /** A PUT is good for one try: it may have arrived although its answer did not. */
  async singlePut(file: UppyFileLike): Promise<SignedPut & { method: 'PUT' }> {
    const { put } = this.#of(file);
    if (!put || isExpiring(put) || usedPuts.has(put)) {
      if (put) await this.#keepsake.deleteUpload(put.uploadId).catch(() => undefined);
      await this.#announce(file);
    }
    const fresh = this.#of(file).put;
    if (!fresh) throw new Error('The API changed its plan for this file.');
    usedPuts.add(fresh);
    return { method: 'PUT', url: fresh.url, headers: fresh.headers };
  }

  async multipart(file: UppyFileLike): Promise<{ uploadId: string; key: string }> {
    if (!this.#of(file).plan) await this.#announce(file);
    const { plan } = this.#of(file);
    if (!plan) throw new Error('The API changed its plan for this file.');
    return { uploadId: plan.uploadId, key: plan.key };
  }

  async signPart(
    file: UppyFileLike,
    { partNumber, signal }: { partNumber: number; signal?: AbortSignal },
  ) {
    const { uploadId } = await this.multipart(file);
    const crc64nvme = await this.#hashesOf(file)?.crcOf(partNumber);
    const wanted = { partNumber, ...(crc64nvme !== undefined && { crc64nvme }) };
    const { parts } = await this.#keepsake.lowLevel.steps.signParts(uploadId, [wanted], { signal });
    const [part] = parts;
    if (!part) throw new Error(`The API signed no part ${partNumber}.`);
    return { method: 'PUT' as const, url: part.url, headers: part.headers };
  }

  /**
   * What is there, as far as storage vouches that it is this file's bytes; of files that are not
   * hashed, as far as it has their size.
   */
  async listParts(
    file: UppyFileLike,
  ): Promise<{ PartNumber: number; Size: number; ETag: string }[]> {
    const { uploadId } = await this.multipart(file);
    const { parts, ...plan } = await this.#keepsake.lowLevel.steps.presentParts(uploadId);
    const hashes = isAssembled(parts, plan) ? undefined : this.#hashesOf(file);
    const same = [];
    for (const { partNumber, sizeBytes, crc64nvme } of parts) {
      const slice = partOf(blobOf(file), plan.partSizeBytes, partNumber);
      if (slice.size !== sizeBytes || (hashes && crc64nvme !== (await hashes.crcOf(partNumber))))
        continue;
      same.push({ PartNumber: partNumber, Size: sizeBytes, ETag: crc64nvme ?? '' });
    }
    return same;
  }

  async complete(
    file: UppyFileLike,
  ): Promise<{ location?: string; uploadId: string; key: string }> {
    const { uploadId, key } = await this.multipart(file);
    const sha256 = await this.#hashesOf(file)?.sha256();
    const known = this.#of(file);
    known.upload = await this.#completed(uploadId, sha256 === undefined ? {} : { sha256 });
    known.hashes?.close();
    await this.#forget(file);
    return { uploadId, key };
  }

  async abort(file: UppyFileLike, uploadId = this.#of(file).plan?.uploadId): Promise<void> {
    this.#known.get(file.id)?.hashes?.close();
    this.#known.delete(file.id);
    await this.#forget(file);
    if (uploadId !== undefined) await this.#keepsake.deleteUpload(uploadId).catch(() => undefined);
  }

  #of({ id }: UppyFileLike): Known {
    const known = this.#known.get(id) ?? {};
    this.#known.set(id, known);
    return known;
  }

  #optionsOf(file: UppyFileLike): UploadOptions {
    return {
      ...this.#wanted(file),
      filename: file.name ?? 'file',
      ...(isKnownType(file.type) && { contentType: file.type }),
    };
  }

  #keepPlan(file: UppyFileLike, plan: Unfinished): void {
    this.#of(file).plan = plan;
    this.#partSizes.set(blobOf(file), plan.multipart.partSizeBytes);
  }

  async #announce(file: UppyFileLike): Promise<void> {
    const answer = await this.#keepsake.lowLevel.announce(blobOf(file), this.#optionsOf(file));
    if (!('multipart' in answer)) this.#of(file).put = answer;
    else {
      this.#keepPlan(file, answer);
      await (await this.#record(file)).write(answer);
    }
  }

  /** What an earlier page left of this very file, if the server still has it. */
  async #unfinished(file: UppyFileLike): Promise<Unfinished | undefined> {
    const unfinished = await (await this.#record(file)).read();
    if (!unfinished) return undefined;
    try {
      const known = await this.#keepsake.getUpload(unfinished.uploadId);
      return known.status === 'pending' && hasSameVisibility(known, this.#optionsOf(file))
        ? unfinished
        : undefined;
    } catch (error) {
      // The client comes from another bundle: its errors are recognised by what they say, not by
      // their class.
      if ((error as Partial<KeepsakeProblem>).status === 404) return undefined;
      throw error;
    }
  }

  #record(file: UppyFileLike) {
    return this.#keepsake.lowLevel.resumeRecord(blobOf(file), this.#optionsOf(file));
  }

  async #forget(file: UppyFileLike): Promise<void> {
    await (await this.#record(file)).forget();
  }

  async #completed(uploadId: string, body: { sha256?: string }): Promise<Upload> {
    const { steps, waitForCheck } = this.#keepsake.lowLevel;
    return waitForCheck(await steps.complete(uploadId, body));
  }

  /**
   * Begins to read the file when its first part is asked for, unless files in parts are not to be
   * hashed.
   */
  #hashesOf(file: UppyFileLike): FileHashes | undefined {
    const known = this.#of(file);
    const { hashParts, openHasher } = this.#keepsake.lowLevel;
    if (hashParts && known.plan)
      known.hashes ??= new FileHashes(openHasher(blobOf(file)), blobOf(file), known.plan.multipart);
    return known.hashes;
  }
}

/** Uppy calls files of types it does not know bytes; the file's name may tell more. */
const isKnownType = (type: string | undefined): type is string =>
  type !== undefined && type !== 'application/octet-stream';

/** PUTs that were handed out once. */
const usedPuts = new WeakSet<SinglePut>();

const blobOf = ({ data }: UppyFileLike): Blob => {
  if (data instanceof Blob) return data;
  throw new TypeError('Only files of this device can be uploaded.');
};
