import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { brunoFiles } from '../../../tools/bruno/collection.ts';
import { runRequest, type Variables } from '../../tools/bruno/run-request.ts';
import { deployed } from '../shared/deployed.ts';

it('the first-upload requests of the Bruno collection lead to an order', async () => {
  const variables: Variables = new Map([['address', deployed.apiUrl]]);
  const files = brunoFiles(JSON.parse(readFileSync('docs/openapi.json', 'utf8')));
  const walk = [...files].filter(([name]) => name.startsWith('first-upload/'));
  const answers: string[] = [];
  for (const [name, text] of walk) {
    const { status, asserted } = await runRequest(text, variables);
    answers.push(`${name}: ${asserted} and is ${status}`);
  }
  expect(answers).toEqual([
    'first-upload/Start a session.bru: eq 201 and is 201',
    'first-upload/Announce a text.bru: eq 201 and is 201',
    'first-upload/Send the text to storage.bru: eq 200 and is 200',
    'first-upload/Complete the upload.bru: eq 200 and is 200',
    'first-upload/Order the text.bru: eq 201 and is 201',
  ]);
});
