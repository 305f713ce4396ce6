import type { AnnouncedUpload } from '../api/api-types.ts';
import type { Wait } from '../api/retry.ts';
import type { KeepsakeClient } from '../browser.ts';
import type { UploadOptions } from '../client.ts';
import { namesNoType } from '../model/media-type.ts';
import { type Leave, leaveAlone } from '../platform.ts';
import { Limit } from '../upload/limit.ts';
import { hasSameVisibility, type Unfinished } from '../upload/resume.ts';
import { Deletions } from './deletions.ts';
import type { UppyAnnouncement, UppyFileLike } from './uppy-types.ts';

/**
 * Files that are read at once, in order to be announced. Uppy asks for all that were chosen at
 * once, and up to 16 MiB a file is read whole.
 */
const mostAtOnce = 6;

/** How Uppy's files are announced. */
export type UppyOptions = {
  keepsake: KeepsakeClient;
  announcementOf: (file: UppyFileLike) => UppyAnnouncement;
  /** Gets every wait of a file before a further try, and `undefined` when the file continues. */
  onWait: (file: UppyFileLike, wait: Wait | undefined) => void;
};

/** Announces Uppy's files, finds what an earlier page left of them, and gives uploads back. */
export class UppyAnnouncer {
  readonly #options: UppyOptions;
  readonly #deletions = new Deletions();
  readonly #reading = new Limit(mostAtOnce);

  constructor(options: UppyOptions) {
    this.#options = options;
  }

  /** Announces a file, once the quota of files that were given back is free again. */
  async announce(file: UppyFileLike): Promise<AnnouncedUpload> {
    await this.#deletions.waitForAll();
    const { lowLevel } = this.#options.keepsake;
    const answer = await this.#reading.run(() =>
      lowLevel.announce(blobOf(file), this.#uploadOptions(file)),
    );
    if ('multipart' in answer) await (await this.#record(file)).write(answer);
    return answer;
  }

  /** This file's unfinished upload, left by a reload or failure and still accepted. */
  async findUnfinished(file: UppyFileLike): Promise<Unfinished | undefined> {
    const unfinished = await (await this.#record(file)).read();
    if (!unfinished) return undefined;
    try {
      const known = await this.#options.keepsake.lowLevel.steps.findUpload(unfinished.uploadId);
      return known.status === 'pending' && hasSameVisibility(known, this.#uploadOptions(file))
        ? unfinished
        : undefined;
    } catch (error) {
      // The client comes from another bundle: its errors are recognised by their members.
      if ((error as { status?: unknown }).status === 404) return undefined;
      throw error;
    }
  }

  /** Deletes an upload in the background, unless another tab is sending it (`leave`). */
  giveBack(file: UppyFileLike, uploadId: string, leave: Leave = leaveAlone): void {
    this.#deletions.start(() =>
      leave(async () => {
        await this.forget(file);
        await this.#options.keepsake.deleteUpload(uploadId);
      }),
    );
  }

  /** Removes the record of a file's unfinished upload. */
  async forget(file: UppyFileLike): Promise<void> {
    await (await this.#record(file)).forget();
  }

  #record(file: UppyFileLike) {
    return this.#options.keepsake.lowLevel.resumeRecord(blobOf(file), this.#uploadOptions(file));
  }

  #uploadOptions(file: UppyFileLike): UploadOptions {
    return {
      ...this.#options.announcementOf(file),
      filename: file.meta?.name || file.name || 'file',
      ...(isKnownType(file.type) && { contentType: file.type }),
      onProgress: ({ waiting }) => this.#options.onWait(file, waiting),
    };
  }
}

/** The bytes of a file. Throws for files of other devices, which Uppy has only the address of. */
export const blobOf = ({ data }: UppyFileLike): Blob => {
  if (data instanceof Blob) return data;
  throw new TypeError('Only files of this device can be uploaded.');
};

/** Uppy calls files of types it does not know bytes; the file's name may tell more. */
const isKnownType = (type: string | undefined): type is string =>
  type !== undefined && !namesNoType(type);
