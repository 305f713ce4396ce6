import { InvalidInput, NotFound } from '../errors.ts';
import type { Upload } from '../model/upload.ts';
import type { Clock, Uploads } from '../ports.ts';
import { changeUpload } from './change-upload.ts';
import { settleAll } from './chunk-files.ts';

/** One upload somebody wants to use, and the field of their request that named it. */
export type Use = { uploadId: string; field: string };

type By = { list: 'orderIds' | 'jobIds'; id: string };

/** What an upload can be named in, ever: the sweeper asks each of them. */
const mostUses = 20;

const noted = (upload: Upload, { list, id }: By, field: string): Upload => {
  const known = upload[list] ?? [];
  if (known.length >= mostUses) throw new InvalidInput([{ field, message: `was used ${mostUses} times; upload the file again` }]);
  return { ...upload, [list]: [...known, id] };
};

/**
 * Writes on each upload what is about to use it, so that whoever wants to take its bytes away finds out whom to ask. `refusalOf` is asked again on the
 * record that is written over. A crash afterwards leaves a reference to nothing, which harms nobody. Throws `InvalidInput`.
 */
export const noteUses = async (
  deps: { uploads: Uploads; clock: Clock },
  uses: readonly Use[],
  { by, refusalOf }: { by: By; refusalOf: (upload: Upload | undefined) => string | undefined },
): Promise<void> => {
  const refuse = (field: string, upload: Upload | undefined): void => {
    const message = refusalOf(upload);
    if (message !== undefined) throw new InvalidInput([{ field, message }]);
  };
  await settleAll(uses, async ({ uploadId, field }) => {
    try {
      await changeUpload(deps, uploadId, (upload) => {
        refuse(field, upload);
        return noted(upload, by, field);
      });
    } catch (error) {
      if (error instanceof NotFound) refuse(field, undefined);
      throw error;
    }
  });
};
