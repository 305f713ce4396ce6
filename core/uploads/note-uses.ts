import { type FieldIssue, InvalidInput, NotFound } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import { changeUpload } from './change-upload.ts';
import type { Upload } from './model/upload.ts';
import type { Uploads } from './ports.ts';

/** One upload that a request uses, and the request's field that named it. */
export type Use = { uploadId: string; field: string };

/** Which order or job is noted on the upload, where, and why an upload may not be used. */
export type Noting = {
  list: 'orderIds' | 'jobIds';
  id: string;
  refusalOf: (upload: Upload | undefined) => string | undefined;
};

type Deps = { uploads: Uploads; clock: Clock };

/** Orders and jobs that may ever name one upload. The sweeper checks each. */
const mostUses = 20;

/** Reasons to refuse these uses of uploads, before the first use is written. */
export const refusedUses = (
  noting: Noting,
  uses: readonly Use[],
  known: readonly Upload[],
): FieldIssue[] => {
  const byId = new Map(known.map((upload) => [upload.uploadId, upload]));
  return uses.flatMap((use) => issueWith(noting, use, byId.get(use.uploadId)) ?? []);
};

const issueWith = (
  noting: Noting,
  { field }: Use,
  upload: Upload | undefined,
): FieldIssue | undefined => {
  if (isNoted(noting, upload)) return undefined;
  const { list, refusalOf } = noting;
  const isUsedUp = (upload?.[list] ?? []).length >= mostUses;
  const message =
    refusalOf(upload) ??
    (isUsedUp ? `was used ${mostUses} times; upload the file again` : undefined);
  return message === undefined ? undefined : { field, message };
};

/** Another run of the same request noted it, when the upload could be used. */
const isNoted = ({ list, id }: Noting, upload: Upload | undefined): boolean =>
  (upload?.[list] ?? []).includes(id);

/** Notes a use by an existing order or job. The use stays noted if later steps fail. */
export const noteUse = (deps: Deps, use: Use, noting: Noting): Promise<unknown> =>
  note(deps, noting, use);

const note = async (deps: Deps, noting: Noting, use: Use): Promise<void> => {
  const assertUsable = (upload: Upload | undefined): void => {
    const issue = issueWith(noting, use, upload);
    if (issue) throw new InvalidInput([issue]);
  };
  try {
    await changeUpload(deps, use.uploadId, (upload) => {
      assertUsable(upload);
      if (isNoted(noting, upload)) return upload;
      return { ...upload, [noting.list]: [...(upload[noting.list] ?? []), noting.id] };
    });
  } catch (error) {
    if (error instanceof NotFound) assertUsable(undefined);
    throw error;
  }
};

/**
 * Writes the new use on each upload, so that a removal can find the order or job to check.
 * `refusalOf` runs again on the record that is being replaced. When one upload refuses, `id` will
 * not exist, and its use is removed from the others, so that they can be erased at once. After a
 * crash, a use without its order or job blocks a removal for minutes only. Throws `InvalidInput`.
 */
export const noteUses = async (deps: Deps, uses: readonly Use[], noting: Noting): Promise<void> => {
  try {
    await settleAll(uses, (use) => note(deps, noting, use));
  } catch (error) {
    await Promise.allSettled(uses.map((use) => strikeOff(deps, noting, use)));
    throw error;
  }
};

/** The opposite of `note`, for an order or job that will never exist. */
const strikeOff = (deps: Deps, { list, id }: Noting, { uploadId }: Use): Promise<Upload> =>
  changeUpload(deps, uploadId, (upload) => {
    const { [list]: noted = [], ...rest } = upload;
    if (!noted.includes(id)) return upload;
    const others = noted.filter((other) => other !== id);
    return others.length > 0 ? { ...rest, [list]: others } : rest;
  });
