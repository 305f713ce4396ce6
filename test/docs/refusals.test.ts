import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ErrorName } from '../../core/error-names.ts';
import { extensionsOf } from '../../core/uploads/model/media-type.ts';
import { fileCategories } from '../../lib/uploads/file-categories.ts';
import { problemsOf } from '../../openapi/operation.ts';
import { operations } from '../../openapi/operations.ts';
import { fileRefusals, problemExamples } from '../../openapi/refusals.ts';
import { withExamples } from '../../openapi/refusals-page.ts';
import { problemView } from '../../openapi/views.ts';

const page = readFileSync(new URL('../../docs/refusals.md', import.meta.url), 'utf8');

const declared = [...new Set<ErrorName>(Object.values(operations).flatMap(problemsOf))];

const asShown = (problem: unknown): string =>
  `\`\`\`json\n${JSON.stringify(problem, null, 2)}\n\`\`\``;

describe('the page of refusals', () => {
  it.each(Object.values(fileRefusals))('explains why a file is refused: %s', (reason) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${reason}\` |`));
    expect(row).toMatch(/^\| `.+` \| \S.+ \| \S.+ \|$/);
  });

  it.each(declared)('shows an answer that refuses a request: %s', (name) => {
    const example = problemExamples[name];
    expect(problemView.safeParse(example).error).toBeUndefined();
    expect(page).toContain(asShown(example));
  });

  it('shows no refusal that the API does not have', () => {
    expect(Object.keys(problemExamples).sort()).toEqual([...declared].sort());
  });

  it.each(Object.entries(fileCategories))('says what is taken as %s', (category, rules) => {
    const files = rules.contentTypes.map((type) => extensionsOf(type)[0]).join(', ');
    const most = rules.maxSizeBytes / 1024 ** 2;
    expect(page).toContain(`\n| \`${category}\` | ${files} | ${most} MiB |\n`);
  });

  it('is up to date: run `npm run openapi` after a change', () => {
    expect(withExamples(page)).toBe(page);
  });

  it('gets new answers and keeps its words', () => {
    const words = '### gone (1)\n\nStart again.\n\n```json\n{}\n```\n\n### other (2)\n\nNo.\n';
    expect(withExamples(words)).toBe(
      `### gone (410)\n\nStart again.\n\n${asShown(problemExamples.Gone)}\n\n### other (2)\n\nNo.\n`,
    );
  });
});
