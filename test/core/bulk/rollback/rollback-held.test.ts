import { describe, expect, it } from '@jest/globals';
import { rollbackBatch } from '../../../../core/bulk/rollback/rollback-batch.ts';
import {
  aMigration,
  batchId,
  planned,
  recordsOf,
  registering,
  run,
} from '../../builders/migration.ts';

describe('a rollback', () => {
  it('keeps a file that is held by law, with its record, and says so', async () => {
    const world = aMigration({ 'a.jpg': 'A', 'b.jpg': 'B' });
    await planned(world, registering());
    await run(world);
    const held = (await recordsOf(world)).find(({ path }) => path === 'a.jpg');
    const registrations = {
      remove: async ({ uploadId }: { uploadId: string }) => uploadId !== held?.uploadId,
    };
    const fates: string[] = [];
    const result = await rollbackBatch({ ...world, registrations }, batchId, {
      apply: true,
      moreThanHalf: true,
      signal: new AbortController().signal,
      onRecord: ({ path }, fate) => fates.push(`${path} ${fate}`),
    });
    expect(result).toMatchObject({ removed: 1, kept: 1 });
    expect(fates.sort()).toEqual(['a.jpg kept: held by law', 'b.jpg remove']);
    expect(await world.destination.head(held?.key ?? '')).toBeDefined();
  });
});
