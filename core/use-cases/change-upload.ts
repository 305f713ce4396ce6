import { NotFound, TransientFault } from '../errors.ts';
import type { Upload } from '../model/upload.ts';
import type { Clock, Uploads } from '../ports.ts';
import { unlessStale } from './unless-stale.ts';

type Deps = { uploads: Uploads; clock: Clock };

const maxRounds = 5;

/** Reads, decides, writes over what was read; reads and decides again when somebody was faster. Deciding on the same upload writes nothing. Throws `NotFound`. */
export const changeUpload = async (
  { uploads, clock }: Deps,
  uploadId: string,
  decide: (current: Upload) => Upload | Promise<Upload>,
): Promise<Upload> => {
  for (let round = 0; round < maxRounds; round++) {
    const current = await uploads.find(uploadId);
    if (!current) throw new NotFound('upload', uploadId);
    const decided = await decide(current);
    if (decided === current) return current;
    const saved = await unlessStale(uploads.save({ ...decided, updatedAt: clock.now().toISOString() }));
    if (saved) return saved;
  }
  throw new TransientFault(`Upload ${uploadId} kept changing; try again.`, { context: { uploadId } });
};
