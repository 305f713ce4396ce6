import { NotFound } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { unlessStale } from '../shared/unless-stale.ts';
import { untilWritten } from '../shared/until-written.ts';
import type { Upload } from './model/upload.ts';
import type { Uploads } from './ports.ts';

type Deps = { uploads: Uploads; clock: Clock };

/**
 * Reads an upload, decides, and writes with a condition on the revision that was read. A lost race
 * reads and decides again. A decision that returns the same upload writes nothing. Throws
 * `NotFound`.
 */
export const changeUpload = (
  { uploads, clock }: Deps,
  uploadId: string,
  decide: (current: Upload) => Upload | Promise<Upload>,
): Promise<Upload> =>
  untilWritten(`Upload ${uploadId}`, { uploadId }, async () => {
    const current = await uploads.find(uploadId);
    if (!current) throw new NotFound('upload', uploadId);
    const decided = await decide(current);
    return decided === current
      ? current
      : unlessStale(uploads.save({ ...decided, updatedAt: clock.now().toISOString() }));
  });
