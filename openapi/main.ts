import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openApi } from './document.ts';
import { writeEventSchemas } from './events/write-event-schemas.ts';
import { withExamples } from './refusals-page.ts';

const docs = new URL('../docs/', import.meta.url);
const refusals = new URL('refusals.md', docs);

writeFileSync(new URL('openapi.json', docs), `${JSON.stringify(openApi(), null, 2)}\n`);
writeFileSync(refusals, withExamples(readFileSync(refusals, 'utf8')));
writeEventSchemas(fileURLToPath(new URL('events', docs)));
