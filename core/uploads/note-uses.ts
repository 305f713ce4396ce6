import { type FieldIssue, InvalidInput, NotFound } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import { changeUpload } from './change-upload.ts';
import type { Upload } from './model/upload.ts';
import type { Uploads } from './ports.ts';

/** One upload somebody wants to use, and the field of their request that named it. */
export type Use = { uploadId: string; field: string };

/** Where a use is written on the upload, and why an upload may not be used. */
export type Noting = {
  list: 'orderIds' | 'jobIds';
  refusalOf: (upload: Upload | undefined) => string | undefined;
};

type Deps = { uploads: Uploads; clock: Clock };

/** What an upload can be named in, ever: the sweeper asks each of them. */
const mostUses = 20;

const issueWith = (
  { list, refusalOf }: Noting,
  { field }: Use,
  upload: Upload | undefined,
): FieldIssue | undefined => {
  const isUsedUp = (upload?.[list] ?? []).length >= mostUses;
  const message =
    refusalOf(upload) ??
    (isUsedUp ? `was used ${mostUses} times; upload the file again` : undefined);
  return message === undefined ? undefined : { field, message };
};

/** What is wrong with the uses of uploads as they are known; asked before anything is noted. */
export const refusedUses = (
  noting: Noting,
  uses: readonly Use[],
  known: readonly Upload[],
): FieldIssue[] => {
  const byId = new Map(known.map((upload) => [upload.uploadId, upload]));
  return uses.flatMap((use) => issueWith(noting, use, byId.get(use.uploadId)) ?? []);
};

const note = async (deps: Deps, id: string, noting: Noting, use: Use): Promise<void> => {
  const assertUsable = (upload: Upload | undefined): void => {
    const issue = issueWith(noting, use, upload);
    if (issue) throw new InvalidInput([issue]);
  };
  try {
    await changeUpload(deps, use.uploadId, (upload) => {
      assertUsable(upload);
      return { ...upload, [noting.list]: [...(upload[noting.list] ?? []), id] };
    });
  } catch (error) {
    if (error instanceof NotFound) assertUsable(undefined);
    throw error;
  }
};

/** The opposite of `note`, for what will never exist. */
const strikeOff = (deps: Deps, id: string, { list }: Noting, { uploadId }: Use): Promise<Upload> =>
  changeUpload(deps, uploadId, (upload) => {
    const { [list]: noted = [], ...rest } = upload;
    if (!noted.includes(id)) return upload;
    const others = noted.filter((other) => other !== id);
    return others.length > 0 ? { ...rest, [list]: others } : rest;
  });

/**
 * Writes on each upload what is about to use it, so that whoever wants to take its bytes away finds
 * out whom to ask. `refusalOf` is asked again on the record that is written over. When one cannot
 * be noted, `id` will not exist, and it is struck off the others: they can be erased at once. A
 * crash leaves a reference to nothing, which keeps them from that for minutes only. Throws
 * `InvalidInput`.
 */
export const noteUses = async (
  deps: Deps,
  id: string,
  uses: readonly Use[],
  noting: Noting,
): Promise<void> => {
  try {
    await settleAll(uses, (use) => note(deps, id, noting, use));
  } catch (error) {
    await Promise.allSettled(uses.map((use) => strikeOff(deps, id, noting, use)));
    throw error;
  }
};
