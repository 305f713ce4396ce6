import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { allChecks } from '../../../tools/first-deploy/all-checks.ts';

const docs = (name: string): string =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/first-deploy.md', () => {
  it.each(allChecks.map(({ name }) => name))('explains the check: %s', (name) => {
    expect(docs('first-deploy.md')).toContain(`| ${name} |`);
  });
});
