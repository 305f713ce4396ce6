import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sharedCalls } from '../lib/roles/shared-work.ts';
import { unseenCallsOf } from '../lib/roles/unseen-calls.ts';
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

const say = (lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`${line}\n`);
};

/**
 * Calls of this run that nobody knew of. Leaves the new record in `.keepsake/`. Says which calls of
 * test/lib/roles/{unseen,young}-calls.ts, or of work that functions share, a test now causes. If
 * every test ran, also says what is on record and was not called: a call that only happens when two
 * requests meet may be among it.
 */
export const changesOfRecord = (found: RecordedCalls, isWhole: boolean): string[] => {
  mkdirSync(fileURLToPath(new URL('.keepsake', root)), { recursive: true });
  writeFileSync(new URL(newest, root), `${JSON.stringify(found, null, 2)}\n`);
  const record = keptRecord();
  const names = Object.keys(found);
  const unseen = Object.fromEntries(
    names.map((name) => [name, [...unseenCallsOf(name), ...sharedCalls(record, name)]]),
  );
  const fresh = without(found, record, 'called for the first time');
  const expected = without(unseen, {}, 'called for the first time');
  const unknown = fresh.filter((line) => !expected.includes(line));
  say(fresh.filter((line) => !unknown.includes(line)));
  if (isWhole) say(without(record, found, 'did not call'));
  return unknown.length > 0 ? [...unknown, advice] : [];
};
