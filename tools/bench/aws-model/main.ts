import { writeFileSync } from 'node:fs';
import { modelText } from './model.ts';
import { readRecordedFile } from './recorded-order.ts';
import { readStageFacts } from './stage-facts.ts';

const text = modelText({ facts: readStageFacts(), recorded: readRecordedFile() });
writeFileSync(new URL('../aws-model.md', import.meta.url), text);
process.stdout.write(text);
