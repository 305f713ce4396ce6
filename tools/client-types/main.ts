import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extensionTypesFile, extensionTypesText } from './extension-types.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Writes the files of the client that follow from the server: the client imports nothing of the
 * server's code.
 */
writeFileSync(join(root, extensionTypesFile), extensionTypesText());
