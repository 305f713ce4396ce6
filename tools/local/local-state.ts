import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Deployed } from './deploy.ts';
import { stateFolder } from './project-folder.ts';

/** The file with the addresses of the running stage and an operator's token. */
export const stateFile = path.join(stateFolder, 'local.json');

/** A running stage: its outputs, and the pages that `npm start` serves. */
export type LocalState = Deployed & {
  /** The operators' console, signed in. An order's page is `orders/<id>` below it. */
  consoleUrl?: string;
  /** The customers' sample shop. */
  shopUrl?: string;
};

/** The state that the last start wrote; `undefined` if there is none, or the file is not JSON. */
export const readLocalState = (): Promise<LocalState | undefined> =>
  readFile(stateFile, 'utf8')
    .then((text): LocalState => JSON.parse(text))
    .catch(() => undefined);

/** Writes the file whole or not at all, for its owner's eyes only. */
export const writeLocalState = async (state: LocalState): Promise<void> => {
  await mkdir(stateFolder, { recursive: true });
  const draft = `${stateFile}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, stateFile);
};
