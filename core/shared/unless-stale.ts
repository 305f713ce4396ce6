import { StaleRecord } from '../errors.ts';

/** What was saved, or `undefined` when somebody else was faster: read again, decide again. */
export const unlessStale = async <Record>(saving: Promise<Record>): Promise<Record | undefined> => {
  try {
    return await saving;
  } catch (error) {
    if (error instanceof StaleRecord) return undefined;
    throw error;
  }
};
