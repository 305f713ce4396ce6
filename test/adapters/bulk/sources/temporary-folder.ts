import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files } from '../../../contracts/bulk/describe-file-source.ts';

/** A folder that goes with the test file. */
export type TemporaryFolder = {
  folder: string;
  write: (files: Files) => string;
  remove: () => void;
};

/** Makes it; `write` puts files into a fresh folder below it and answers that. */
export const temporaryFolder = (): TemporaryFolder => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-sources-'));
  const write = (files: Files): string => {
    const fresh = mkdtempSync(join(folder, 'files-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      writeFileSync(join(fresh, path), text);
    }
    return fresh;
  };
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
