import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the client keeps its copy of the rule for file names, from the root of the repository. */
export const fileNameFile = 'client/model/file-name.ts';

const source = 'core/uploads/model/file-name.ts';

const head = `// Copied by \`npm run client:types\` from ${source}, which says why.
// Do not edit.

`;

/** The client's copy of the server's rule: a name without the characters that the API refuses. */
export const fileNameText = (): string => {
  const code = readFileSync(join(root, source), 'utf8').replaceAll(/^\/\*\*.*?\*\/\n/gms, '');
  return head + code;
};
