import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder of our own, readable by nobody else. `dispose` removes it with everything in it, and may
 * be called twice.
 */
export type TemporaryFolder = { path: string; dispose: () => Promise<void> };

/** Makes one. */
export const temporaryFolder = async (): Promise<TemporaryFolder> => {
  const path = await mkdtemp(join(tmpdir(), 'keepsake-'));
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
};

/** Fills a new folder; if that fails, nothing is left behind. */
export const filledFolder = async (
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
