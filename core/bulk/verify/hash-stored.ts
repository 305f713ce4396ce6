import { SourceMissing } from '../../errors.ts';
import type { Destination } from '../ports.ts';

/** The SHA-256 of an object that was seen; `undefined` if another client removed it since. */
export const hashStored = async (
  destination: Pick<Destination, 'sha256'>,
  { key, versionId }: { key: string; versionId?: string | undefined },
): Promise<string | undefined> => {
  try {
    return await destination.sha256(key, versionId);
  } catch (error) {
    if (error instanceof SourceMissing) return undefined;
    throw error;
  }
};
