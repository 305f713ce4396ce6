import type { SignedPut, SinglePut, Upload } from '../api/api-types.ts';
import { isOver } from '../api/problem.ts';
import type { Leave } from '../platform.ts';
import { FileHashes, partOf } from '../upload/file-hashes.ts';
import type { Unfinished } from '../upload/resume.ts';
import { isAssembled } from '../upload/send-parts.ts';
import { blobOf, UppyAnnouncer, type UppyOptions } from './uppy-announcer.ts';
import { nothingToSend, UppySender } from './uppy-sender.ts';
import type { UppyBody, UppyFileLike } from './uppy-types.ts';

/** S3's smallest part. Smaller files go in one PUT and are announced in their turn. */
const smallestPartBytes = 5 * 1024 ** 2;

/** The state of one of Uppy's files, from its announcement to its end. */
type Known = {
  put?: SinglePut;
  plan?: Unfinished;
  /** Leaves the upload in parts. */
  leave?: Leave;
  hashes?: FileHashes;
  upload?: Upload;
};

/** Uppy's answer for a completed file. `location` is never set: files have no public address. */
type Completed = { uploadId: string; key: string; location?: string };

type PartCall = { partNumber: number; signal?: AbortSignal | undefined };

/** Brings Uppy's files to Keepsake. */
export class UppyFiles {
  readonly #options: UppyOptions;
  readonly #announcer: UppyAnnouncer;
  readonly #sender: UppySender;
  readonly #known = new Map<string, Known>();
  /** Uppy asks for the size of parts by the file's bytes alone. */
  readonly #partSizes = new WeakMap<object, number>();

  constructor(options: UppyOptions) {
    this.#options = options;
    this.#announcer = new UppyAnnouncer(options);
    this.#sender = new UppySender(options.keepsake);
  }

  /** Runs before the plugin decides how to send a file: resumes an earlier upload, or announces. */
  async prepare(file: UppyFileLike): Promise<object | undefined> {
    if (blobOf(file).size <= smallestPartBytes) return undefined;
    const plan = await this.#announcer.findUnfinished(file);
    if (plan) this.#keepPlan(file, plan);
    else await this.#announce(file);
    return plan && { s3Multipart: { uploadId: plan.uploadId, key: plan.key } };
  }

  /** Runs after the plugin: completes files that went in one PUT. */
  async finish(file: UppyFileLike): Promise<object> {
    const known = this.#of(file);
    if (known.put) known.upload = await this.#complete(file, known.put.uploadId, {});
    void known.leave?.();
    this.#known.delete(file.id);
    this.#sender.forget(file);
    return { keepsake: known.upload };
  }

  isMultipart({ id }: UppyFileLike): boolean {
    return this.#known.get(id)?.plan !== undefined;
  }

  partSizeOf(data: { size: number }): number {
    return this.#partSizes.get(data) ?? smallestPartBytes;
  }

  async signWhole(file: UppyFileLike): Promise<SignedPut> {
    const sign = async () => this.#of(file).put ?? (await this.#announceWhole(file));
    return this.#sender.add({
      file,
      put: await sign(),
      signAgain: () => {
        this.#giveBackWhole(file);
        return sign();
      },
      onWait: this.#onWait(file),
      run: (send) => send(),
    });
  }

  async multipart(file: UppyFileLike): Promise<Unfinished> {
    if (!this.#of(file).plan) await this.#announce(file);
    const { plan } = this.#of(file);
    if (!plan) throw changedPlan();
    return plan;
  }

  async signPart(file: UppyFileLike, part: PartCall): Promise<SignedPut> {
    const { uploadId } = await this.multipart(file);
    const signAgain = () => this.#sign(file, uploadId, part);
    const put = await this.#unlessComplete(file, signAgain);
    if (!put) return nothingToSend;
    return this.#sender.add({
      file,
      put,
      signAgain,
      onWait: this.#onWait(file),
      run: (send) => this.#unlessComplete(file, send),
    });
  }

  send(body: UppyBody): Promise<{ ETag: string }> {
    return this.#sender.send(body);
  }

  /**
   * The parts storage has of this very file, by their checksums. Parts of a file that is not hashed
   * must have the right size.
   */
  async listParts(file: UppyFileLike) {
    const { uploadId } = await this.multipart(file);
    const { parts, ...plan } = await this.#options.keepsake.lowLevel.steps.presentParts(uploadId);
    const hashes = isAssembled(parts, plan) ? undefined : this.#hashesOf(file);
    const same: { PartNumber: number; Size: number; ETag: string }[] = [];
    for (const { partNumber, sizeBytes, crc64nvme = 'none' } of parts) {
      const slice = partOf(blobOf(file), plan.partSizeBytes, partNumber);
      if (slice.size !== sizeBytes || (hashes && crc64nvme !== (await hashes.crcOf(partNumber))))
        continue;
      same.push({ PartNumber: partNumber, Size: sizeBytes, ETag: crc64nvme });
    }
    return same;
  }

  async completeParts(file: UppyFileLike): Promise<Completed> {
    const { uploadId, key } = await this.multipart(file);
    const known = this.#of(file);
    const sha256 = await this.#hashesOf(file)?.sha256();
    const upload = await this.#complete(file, uploadId, sha256 === undefined ? {} : { sha256 });
    if (sha256 !== undefined && upload.sha256 !== undefined && upload.sha256 !== sha256)
      throw new Error(`Upload ${uploadId} was completed with bytes other than this file's.`);
    known.upload = upload;
    known.hashes?.close();
    await this.#announcer.forget(file);
    return { uploadId, key };
  }

  /** Deletes the unfinished upload of a file that the user has removed. */
  giveBack(file: UppyFileLike): void {
    const { put, plan, leave, hashes, upload } = this.#of(file);
    this.#known.delete(file.id);
    this.#sender.forget(file);
    hashes?.close();
    const uploadId = put?.uploadId ?? plan?.uploadId;
    if (uploadId !== undefined && !upload) this.#announcer.giveBack(file, uploadId, leave);
  }

  /** After a failure, a single PUT is given back; an upload in parts can be resumed. */
  fail(file: UppyFileLike): void {
    const { plan, leave, hashes } = this.#of(file);
    hashes?.close();
    this.#giveBackWhole(file);
    this.#sender.forget(file);
    this.#known.set(file.id, plan && leave ? { plan, leave } : {});
  }

  #of({ id }: UppyFileLike): Known {
    const known = this.#known.get(id) ?? {};
    this.#known.set(id, known);
    return known;
  }

  #onWait(file: UppyFileLike) {
    return (wait: Parameters<UppyOptions['onWait']>[1]) => this.#options.onWait(file, wait);
  }

  #keepPlan(file: UppyFileLike, plan: Unfinished): void {
    const known = this.#of(file);
    void known.leave?.();
    known.leave = this.#options.keepsake.lowLevel.join(plan.uploadId);
    known.plan = plan;
    this.#partSizes.set(blobOf(file), plan.multipart.partSizeBytes);
  }

  async #announce(file: UppyFileLike): Promise<void> {
    const known = this.#of(file);
    const answer = await this.#announcer.announce(file);
    if (this.#known.get(file.id) !== known) {
      this.#announcer.giveBack(file, answer.uploadId);
      throw new DOMException('The file was removed while it was announced.', 'AbortError');
    }
    if ('multipart' in answer) this.#keepPlan(file, answer);
    else known.put = answer;
  }

  async #announceWhole(file: UppyFileLike): Promise<SinglePut> {
    await this.#announce(file);
    const { put } = this.#of(file);
    if (!put) throw changedPlan();
    return put;
  }

  #giveBackWhole(file: UppyFileLike): void {
    const known = this.#of(file);
    if (known.put) this.#announcer.giveBack(file, known.put.uploadId);
    delete known.put;
  }

  async #sign(file: UppyFileLike, uploadId: string, { partNumber, signal }: PartCall) {
    const crc64nvme = await this.#hashesOf(file)?.crcOf(partNumber);
    const wanted = { partNumber, ...(crc64nvme !== undefined && { crc64nvme }) };
    const call = { signal, onWait: this.#onWait(file) };
    const { signParts } = this.#options.keepsake.lowLevel.steps;
    const [part] = (await signParts(uploadId, [wanted], call)).parts;
    if (!part) throw new Error(`The API signed no part ${partNumber}.`);
    return part;
  }

  /** Undefined if the work fails because another tab has completed the upload. */
  async #unlessComplete<T>(file: UppyFileLike, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const { plan } = this.#of(file);
      if (!plan || !isOver(error)) throw error;
      const { findUpload } = this.#options.keepsake.lowLevel.steps;
      const { status } = await findUpload(plan.uploadId);
      if (!['checking', 'uploaded', 'permanent'].includes(status)) throw error;
      return undefined;
    }
  }

  async #complete(file: UppyFileLike, uploadId: string, body: { sha256?: string }) {
    const { steps, waitForCheck } = this.#options.keepsake.lowLevel;
    return waitForCheck(await steps.complete(uploadId, body, { onWait: this.#onWait(file) }));
  }

  /** Starts reading the file with its first part, if files in parts are hashed. */
  #hashesOf(file: UppyFileLike): FileHashes | undefined {
    const known = this.#of(file);
    const { hashParts, openHasher } = this.#options.keepsake.lowLevel;
    if (hashParts && known.plan)
      known.hashes ??= new FileHashes(openHasher(blobOf(file)), blobOf(file), known.plan.multipart);
    return known.hashes;
  }
}

const changedPlan = (): Error => new Error('The API changed its plan for this file.');
