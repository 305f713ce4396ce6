import type { SignedPut, SinglePut, Upload } from './api-types.ts';
import type { KeepsakeClient } from './browser.ts';
import type { Hasher } from './platform.ts';
import type { KeepsakeProblem } from './problem.ts';
import type { Unfinished } from './resume.ts';
import { isAssembled } from './send-parts.ts';
import { isExpiring } from './upload-run.ts';
import type { UppyAnnouncement, UppyFileLike } from './uppy.ts';

/** S3 takes no smaller parts (but the last): smaller files go in one PUT, and are announced when their turn comes. */
const smallestPartBytes = 5 * 1024 ** 2;

type Known = { put?: SinglePut | undefined; plan?: Unfinished; sha256?: Promise<string>; upload?: Upload };

/** What is known of each of Uppy's files. */
export class UppyFiles {
  readonly #keepsake: KeepsakeClient;
  readonly #wanted: (file: UppyFileLike) => UppyAnnouncement;
  readonly #known = new Map<string, Known>();
  /** Uppy asks for the size of parts by the file's bytes alone. */
  readonly #partSizes = new WeakMap<object, number>();
  #hasher: Promise<Hasher> | undefined;

  constructor(keepsake: KeepsakeClient, wanted: (file: UppyFileLike) => UppyAnnouncement) {
    this.#keepsake = keepsake;
    this.#wanted = wanted;
  }

  /** Before the plugin decides how to send a file: is there something to go on with, and what does the server say? */
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
    if (this.#known.size === 0) this.#stopHashing();
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

  async signPart(file: UppyFileLike, { partNumber, body, signal }: { partNumber: number; body: Blob; signal?: AbortSignal }) {
    this.#startHashing(file);
    const { uploadId } = await this.multipart(file);
    const { parts } = await this.#keepsake.lowLevel.steps.signParts(uploadId, [{ partNumber, crc64nvme: await this.#crcOf(body) }], signal);
    const [part] = parts;
    if (!part) throw new Error(`The API signed no part ${partNumber}.`);
    return { method: 'PUT' as const, url: part.url, headers: part.headers };
  }

  /** What is there, as far as storage vouches that it is this file's bytes. */
  async listParts(file: UppyFileLike): Promise<{ PartNumber: number; Size: number; ETag: string }[]> {
    this.#startHashing(file);
    const { uploadId } = await this.multipart(file);
    const { parts, ...plan } = await this.#keepsake.lowLevel.steps.presentParts(uploadId);
    const assembled = isAssembled(parts, plan);
    const same = [];
    for (const { partNumber, sizeBytes, crc64nvme } of parts) {
      const slice = blobOf(file).slice((partNumber - 1) * plan.partSizeBytes, partNumber * plan.partSizeBytes);
      if (!assembled && (slice.size !== sizeBytes || crc64nvme !== (await this.#crcOf(slice)))) continue;
      same.push({ PartNumber: partNumber, Size: sizeBytes, ETag: crc64nvme ?? '' });
    }
    return same;
  }

  async complete(file: UppyFileLike): Promise<{ location?: string; uploadId: string; key: string }> {
    this.#startHashing(file);
    const { uploadId, key } = await this.multipart(file);
    const known = this.#of(file);
    known.upload = await this.#completed(uploadId, { sha256: (await known.sha256) ?? '' });
    await this.#forget(file);
    return { uploadId, key };
  }

  async abort(file: UppyFileLike, uploadId = this.#of(file).plan?.uploadId): Promise<void> {
    this.#known.delete(file.id);
    await this.#forget(file);
    if (uploadId !== undefined) await this.#keepsake.deleteUpload(uploadId).catch(() => undefined);
  }

  #of({ id }: UppyFileLike): Known {
    const known = this.#known.get(id) ?? {};
    this.#known.set(id, known);
    return known;
  }

  #keepPlan(file: UppyFileLike, plan: Unfinished): void {
    this.#of(file).plan = plan;
    this.#partSizes.set(blobOf(file), plan.multipart.partSizeBytes);
  }

  async #announce(file: UppyFileLike): Promise<void> {
    const options = { ...this.#wanted(file), filename: file.name ?? 'file', ...(file.type && { contentType: file.type }) };
    const answer = await this.#keepsake.lowLevel.announce(blobOf(file), options);
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
      const { status } = await this.#keepsake.getUpload(unfinished.uploadId);
      return status === 'pending' ? unfinished : undefined;
    } catch (error) {
      // The client comes from another bundle: its errors are recognised by what they say, not by their class.
      if ((error as Partial<KeepsakeProblem>).status === 404) return undefined;
      throw error;
    }
  }

  #record(file: UppyFileLike) {
    return this.#keepsake.lowLevel.resumeRecord(blobOf(file), this.#wanted(file).category);
  }

  async #forget(file: UppyFileLike): Promise<void> {
    await (await this.#record(file)).forget();
  }

  async #completed(uploadId: string, body: { sha256?: string }): Promise<Upload> {
    const { steps, settled } = this.#keepsake.lowLevel;
    return settled(await steps.complete(uploadId, body));
  }

  /** The whole file is hashed beside the sending of its parts. */
  #startHashing(file: UppyFileLike): void {
    const known = this.#of(file);
    known.sha256 ??= this.#keepsake.lowLevel.sha256(blobOf(file));
    known.sha256.catch(() => undefined);
  }

  async #crcOf(blob: Blob): Promise<string> {
    this.#hasher ??= this.#keepsake.lowLevel.openHasher(blob);
    return (await (await this.#hasher).add(blob, { crc: true })) ?? '';
  }

  #stopHashing(): void {
    void this.#hasher?.then((hasher) => hasher.close());
    this.#hasher = undefined;
  }
}

/** PUTs that were handed out once. */
const usedPuts = new WeakSet<SinglePut>();

const blobOf = ({ data }: UppyFileLike): Blob => {
  if (data instanceof Blob) return data;
  throw new TypeError('Only files of this device can be uploaded.');
};
