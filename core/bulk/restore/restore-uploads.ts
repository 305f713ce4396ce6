import { isMeant, type OwnerErasure } from '../../retention/model/owner-erasure.ts';
import type { OwnerErasures } from '../../retention/ports.ts';
import { inGroups } from '../../shared/in-groups.ts';
import type { UnreadableRecord } from '../../shared/model/unreadable-record.ts';
import { withoutUnreadable } from '../../shared/unreadable.ts';
import type { Upload } from '../../uploads/model/upload.ts';
import type { Uploads } from '../../uploads/ports.ts';
import { escapePath } from '../model/source-path.ts';
import {
  filesAtOnce,
  type RestoreDeps,
  type Restored,
  type RestoreOptions,
  restoreFiles,
  type WantedFile,
} from './restore-files.ts';

/** Ids of uploads that may be wanted, page by page, with records that cannot be read. */
export type WantedUploads = AsyncIterable<{
  uploadIds: readonly string[];
  unreadable: readonly UnreadableRecord[];
}>;

export type RegistryDeps = RestoreDeps & {
  uploads: Pick<Uploads, 'findMany'>;
  ownerErasures: Pick<OwnerErasures, 'find'>;
  filesBucket: string;
};

type Options = RestoreOptions & { onUnreadable: (record: UnreadableRecord) => unknown };

/**
 * Why an upload is left out. `temporary`: not in permanent storage, or withdrawn from it.
 * `erased`: it or its owner is being erased. `elsewhere`: its bytes are still in an older system,
 * or in another bucket.
 */
export const leftOutReasons = ['temporary', 'erased', 'elsewhere'] as const;

type LeftOut = (typeof leftOutReasons)[number];

export type RestoredUploads = Restored & {
  unreadable: number;
  leftOut: Readonly<Record<LeftOut, number>>;
};

/** Longest name of a file on common disks, in bytes. */
const maxNameBytes = 255;

/**
 * Writes permanent files of the registry into a folder, each under its key and by its name. Files
 * of temporary storage, withdrawn ones and those that are being erased are left out; files with a
 * legal hold are not. Throws as `restoreFiles` does.
 */
export const restoreUploads = async (
  deps: RegistryDeps,
  pages: WantedUploads,
  options: Options,
): Promise<RestoredUploads> => {
  const selection = new Selection(deps, options);
  const restored = await restoreFiles(deps, selection.files(pages), options);
  const { unreadable, leftOut } = selection;
  return { ...restored, unreadable, leftOut };
};

/** Beside the uploads of a group: what they are smaller pictures of, and their owners' erasures. */
type Known = {
  originals: ReadonlyMap<string, Upload>;
  erasures: ReadonlyMap<string, OwnerErasure | undefined>;
};

/** The registry's part in a restore: says which files are wanted, and counts the others. */
class Selection {
  readonly #deps: RegistryDeps;
  readonly #options: Options;
  readonly leftOut = { temporary: 0, erased: 0, elsewhere: 0 };
  unreadable = 0;

  constructor(deps: RegistryDeps, options: Options) {
    this.#deps = deps;
    this.#options = options;
  }

  async *files(pages: WantedUploads): AsyncGenerator<WantedFile> {
    for await (const { uploadIds, unreadable } of pages) {
      await this.#tell(unreadable);
      for await (const ids of inGroups(uploadIds, filesAtOnce)) yield* await this.#look(ids);
    }
  }

  /** Each record as it is now: a page may be hours old when its last file's turn comes. */
  async #look(ids: readonly string[]): Promise<WantedFile[]> {
    const { uploads, filesBucket } = this.#deps;
    const { answer, unreadable } = await withoutUnreadable(uploads.findMany(ids));
    await this.#tell(unreadable);
    const known = await this.#knownOf(answer);
    const gone = ids.length - answer.length - unreadable.length;
    this.leftOut.erased += gone;
    return answer.flatMap((upload) => {
      const reason = reasonFor(upload, known, filesBucket);
      if (reason) this.leftOut[reason] += 1;
      return reason ? [] : [wantedOf(upload)];
    });
  }

  async #knownOf(found: readonly Upload[]): Promise<Known> {
    const { uploads, ownerErasures } = this.#deps;
    const originals = new Set(found.flatMap(({ variantOf }) => variantOf?.uploadId ?? []));
    const { answer } = await withoutUnreadable(uploads.findMany([...originals]));
    const owners = [...new Set(found.map(({ ownerId }) => ownerId))];
    const erasures = await Promise.all(owners.map((ownerId) => ownerErasures.find(ownerId)));
    return {
      originals: new Map(answer.map((upload) => [upload.uploadId, upload])),
      erasures: new Map(owners.map((ownerId, index) => [ownerId, erasures[index]])),
    };
  }

  async #tell(unreadable: readonly UnreadableRecord[]): Promise<void> {
    this.unreadable += unreadable.length;
    for (const record of unreadable) await this.#options.onUnreadable(record);
  }
}

const reasonFor = (upload: Upload, known: Known, filesBucket: string): LeftOut | undefined => {
  if (isBeingErased(upload, known)) return 'erased';
  if (upload.status !== 'permanent') return 'temporary';
  if (upload.source === 'local' || upload.bucket !== filesBucket) return 'elsewhere';
  if (!upload.variantOf) return undefined;
  // A picture is withdrawn and erased with the one that it is a smaller picture of.
  const original = known.originals.get(upload.variantOf.uploadId);
  return original ? reasonFor(original, known, filesBucket) : 'erased';
};

const isBeingErased = (upload: Upload, { erasures }: Known): boolean => {
  const erasure = erasures.get(upload.ownerId);
  if (upload.removal !== undefined) return true;
  return erasure !== undefined && erasure.finishedAt === undefined && isMeant(upload, erasure);
};

const wantedOf = (upload: Upload): WantedFile => ({
  path: pathOf(upload),
  key: upload.key,
  versionId: upload.versionId,
  sha256: upload.sha256,
  sizeBytes: upload.sizeBytes,
  modifiedAt: upload.uploadedAt ?? upload.createdAt,
});

/** Keys are unique and stay, so two files never share a path; people look for the name. */
const pathOf = ({ key, fileName }: Upload): string => escapePath(`${key}/${fittingName(fileName)}`);

/** The end of a name that a disk can have; the extension is there. */
const fittingName = (name: string): string => {
  const characters = [...name.replaceAll('/', '_')];
  while (Buffer.byteLength(characters.join('')) > maxNameBytes) characters.shift();
  return characters.join('');
};
