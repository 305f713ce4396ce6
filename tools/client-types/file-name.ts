import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the client keeps its copy of the rule for file names, from the root of the repository. */
export const fileNameFile = 'client/model/file-name.ts';

const source = 'core/uploads/model/file-name.ts';

/** The client's copy of the server's rule: what a name is without characters that are refused. */
export const fileNameText = (): string =>
  `// Copied by \`npm run client:types\` from ${source}. Do not edit.\n\n${readFileSync(join(root, source), 'utf8')}`;
