import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoUploads } from '../../../../adapters/uploads/dynamo-uploads.ts';
import { documents, local } from '../../../contracts/shared/emulator.ts';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import type { Workplace } from '../../run-keepsake.ts';
import { atEmulator } from '../real-storage.ts';

const uploads = new DynamoUploads(documents, local.tables.uploads);
let postgres: Postgres;
let here: Workplace;

beforeAll(async () => {
  postgres = await startPostgres();
  here = atEmulator().files({ 'media/a.jpg': 'A', 'media/b.jpg': 'B' });
  await postgres.query('CREATE TABLE shots (id int PRIMARY KEY, path text, who int, via text)');
  await postgres.query("INSERT INTO shots VALUES (1, 'a.jpg', 42, 'acme'), (2, 'b.jpg', NULL, '')");
});

afterAll(async () => {
  await postgres.stop();
  here.remove();
});

describe('keepsake migrate postgres://… --owner-column who --partner-column via --local', () => {
  it('registers each file for the owner and the partner of its row, or for --owner', async () => {
    const { code, lines } = await here.run(
      `migrate ${postgres.url} --table shots --column path --root ./media --local --category photo ` +
        '--owner old_site --owner-column who --partner-column via --json',
    );
    expect(code).toBe(0);
    const files = await here.run(`files ${lines[0]?.batchId} --local --json`);
    const found = await uploads.findMany(files.lines.map(({ recordId }) => `upl_${recordId}`));
    const owned = found.map(({ legacyPath, ownerId, partnerId }) => [
      legacyPath,
      ownerId,
      partnerId,
    ]);
    expect(owned.sort()).toEqual([
      ['a.jpg', 'usr_42', 'acme'],
      ['b.jpg', 'old_site', undefined],
    ]);
    const rolledBack = `rollback ${lines[0]?.batchId} --local --apply --more-than-half`;
    expect((await here.run(rolledBack)).code).toBe(0);
  });
});
