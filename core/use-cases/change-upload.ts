import { NotFound, StaleRecord, TransientFault } from '../errors.ts';
import type { Upload } from '../model/upload.ts';
import type { Clock, Uploads } from '../ports.ts';

type Deps = { uploads: Uploads; clock: Clock };

const maxRounds = 5;

const saveUnlessStale = async (uploads: Uploads, upload: Upload): Promise<Upload | undefined> => {
  try {
    return await uploads.save(upload);
  } catch (error) {
    if (error instanceof StaleRecord) return undefined;
    throw error;
  }
};

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
    const saved = await saveUnlessStale(uploads, { ...decided, updatedAt: clock.now().toISOString() });
    if (saved) return saved;
  }
  throw new TransientFault(`Upload ${uploadId} kept changing; try again.`, { context: { uploadId } });
};
