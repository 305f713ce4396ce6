import { AlreadyExists } from '../errors.ts';

/**
 * Makes a record, or finds the one that is there under its id: another run of the same request,
 * whose ids are the same, has made it. Throws `AlreadyExists` when it cannot be found.
 */
export const madeOnce = async <Made>(
  make: () => Promise<Made>,
  find: () => Promise<Made | undefined>,
): Promise<Made> => {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
    const made = await find();
    if (made === undefined) throw error;
    return made;
  }
};
