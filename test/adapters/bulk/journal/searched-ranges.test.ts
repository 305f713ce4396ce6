import { expect, it } from '@jest/globals';
import { SqliteBatches } from '../../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../../adapters/bulk/journal/sqlite-journal.ts';
import { FixedClock } from '../../../fakes/shared/fixed-clock.ts';

/** Keeps the statements that were prepared. */
class OpenJournal extends SqliteJournal {
  readonly texts = new Set<string>();

  override prepared(sql: string) {
    this.texts.add(sql);
    return super.prepared(sql);
  }

  /** How SQLite finds rows for a statement: its plan, line by line. */
  planOf(sql: string): string[] {
    const rows = super.prepared(`EXPLAIN QUERY PLAN ${sql}`).all('a', 'b');
    return rows.map(({ detail }) => String(detail));
  }
}

it('a record by its id is found without a look at every range: a verification looks up each', async () => {
  const journal = new OpenJournal(':memory:');
  await new SqliteBatches(journal, new FixedClock()).record('a', 'b');
  const plans = [...journal.texts]
    .filter((sql) => /unchanged/.test(sql))
    .flatMap((sql) => journal.planOf(sql))
    .filter((step) => /(SCAN|SEARCH) (records|r|unchanged|u)\b/.test(step));
  expect(plans.length).toBeGreaterThan(2);
  // Each by a key that names one row, or the next one of an order.
  for (const step of plans)
    expect(step).toMatch(/record_id=|first_path<|SEARCH unchanged USING COVERING INDEX/);
});
