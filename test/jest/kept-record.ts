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

const advice = `If that is intended: cp ${newest} ${kept}`;

/**
 * What this run called and no run before, or, if every test ran, what the record has and this run did
 * not call. Leaves the new record in `.keepsake/`.
 */
export const changesOfRecord = (found: RecordedCalls, isWhole: boolean): string[] => {
  mkdirSync(fileURLToPath(new URL('.keepsake', root)), { recursive: true });
  writeFileSync(new URL(newest, root), `${JSON.stringify(found, null, 2)}\n`);
  const record = keptRecord();
  const changes = [
    ...without(found, record, 'called for the first time'),
    ...(isWhole ? without(record, found, 'no longer called') : []),
  ];
  return changes.length > 0 ? [...changes, advice] : [];
};
