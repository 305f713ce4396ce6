import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bodyTypeTexts } from './body-types.ts';
import { extensionTypesFile, extensionTypesText } from './extension-types.ts';
import { fileNameFile, fileNameText } from './file-name.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Writes the client's files that follow from the server, whose code it never imports. */
const main = async (): Promise<void> => {
  const document = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8'));
  for (const [file, text] of await bodyTypeTexts(document)) writeFileSync(join(root, file), text);
  writeFileSync(join(root, extensionTypesFile), extensionTypesText());
  writeFileSync(join(root, fileNameFile), fileNameText());
};

await main();
