import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openApi } from './document.ts';

writeFileSync(
  fileURLToPath(new URL('../docs/openapi.json', import.meta.url)),
  `${JSON.stringify(openApi(), null, 2)}\n`,
);
