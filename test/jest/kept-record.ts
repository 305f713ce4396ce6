import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RecordedCalls } from './recorded-calls.ts';

const root = new URL('../../', import.meta.url);
const kept = 'test/lib/roles/recorded-calls.json';
const newest = '.keepsake/recorded-calls.json';

/** The record that the roles are evaluated against: the rights that each function used. */
export const keptRecord = (): RecordedCalls =>
  JSON.parse(readFileSync(new URL(kept, root), 'utf8'));

const without = (some: RecordedCalls, others: RecordedCalls, what: string): string[] =>
  Object.entries(some).flatMap(([name, rights]) =>
    rights
      .filter((right) => !others[name]?.includes(right))
      .map((right) => `${name} ${what} ${right}`),
  );

const advice = `If that is intended, add it to ${kept}; ${newest} has what this run called.`;

/**
 * What this run called and no run before. Leaves the new record in `.keepsake/`. If every test ran,
 * says what is on record and was not called: a call that only happens when two requests meet may be
 * among it.
 */
export const changesOfRecord = (found: RecordedCalls, isWhole: boolean): string[] => {
  mkdirSync(fileURLToPath(new URL('.keepsake', root)), { recursive: true });
  writeFileSync(new URL(newest, root), `${JSON.stringify(found, null, 2)}\n`);
  const record = keptRecord();
  if (isWhole)
    for (const line of without(record, found, 'did not call')) process.stderr.write(`${line}\n`);
  const changes = without(found, record, 'called for the first time');
  return changes.length > 0 ? [...changes, advice] : [];
};
