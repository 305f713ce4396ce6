import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder that only this process's user can read. `dispose` removes it with everything in it, and
 * may be called twice.
 */
export type TemporaryFolder = { path: string; dispose: () => Promise<void> };

/** Makes an empty temporary folder. */
export const temporaryFolder = async (): Promise<TemporaryFolder> => {
  const path = await mkdtemp(join(tmpdir(), 'keepsake-'));
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
};

/** Fills a new folder. Removes the folder if that fails. */
export const fillFolder = async (
  fill: (folder: string) => Promise<string>,
): Promise<{ path: string; dispose: () => Promise<void> }> => {
  const folder = await temporaryFolder();
  try {
    return { path: await fill(folder.path), dispose: folder.dispose };
  } catch (error) {
    await folder.dispose();
    throw error;
  }
};
