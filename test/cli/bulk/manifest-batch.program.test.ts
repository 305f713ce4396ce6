import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { SqliteBatches } from '../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../adapters/bulk/journal/sqlite-journal.ts';
import { sampleBatch, samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { Workplace } from '../run-keepsake.ts';

const workplace = new Workplace();
afterAll(() => workplace.remove());

const options = {
  bucket: 'old',
  prefix: 'media/',
  manifestBucket: 'old',
  manifestKey: 'wanted.csv',
  inventory: false,
};
const plan = samplePlan({ source: { kind: 's3', description: 's3://old/media/', options } });

describe('keepsake resume <batch whose files a manifest lists>', () => {
  it.each(['resume', 'migrate --resume'])(
    '%s is refused, and says how it goes on',
    async (verb) => {
      const journal = new SqliteJournal(path.join(workplace.folder, 'batches.db'));
      const batch = sampleBatch({ plan });
      await new SqliteBatches(journal, new SystemClock()).create(batch);
      journal.close();
      const { code, stderr } = await workplace.run(`${verb} ${batch.batchId} --journal batches.db`);
      expect(code).toBe(4);
      expect(stderr).toMatch(
        `takes what a manifest in S3 lists, which only its stage can: POST /batches/${batch.batchId}/start.`,
      );
    },
  );
});
