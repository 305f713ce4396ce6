import { StaleRecord } from '../errors.ts';

/** The saved record, or `undefined` when another write was faster. Then read and decide again. */
export const unlessStale = async <Record>(saving: Promise<Record>): Promise<Record | undefined> => {
  try {
    return await saving;
  } catch (error) {
    if (error instanceof StaleRecord) return undefined;
    throw error;
  }
};
