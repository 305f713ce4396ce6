import { describe, expect, it } from '@jest/globals';
import { noCounts, sampleBatch, sampleBatchFile } from './samples/uploads.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

describe('/batches', () => {
  it('puts a batch on record and leads to its page, where nothing has moved yet', async () => {
    let asked: unknown;
    const fresh = sampleBatch({ status: 'pending', counts: noCounts, percent: 0 });
    world.api.answer('GET /batches/bat_1', { body: fresh });
    world.api.answer('GET /batches/bat_1/files', { body: { files: [] } });
    world.api.answer('POST /batches', ({ body }) => {
      asked = body;
      return { status: 201, body: fresh };
    });
    const page = await world.open('/batches/new');
    await page.getByLabel('Source bucket').fill('legacy');
    await page.getByLabel('Prefix').fill('media/');
    await page.getByRole('textbox', { name: 'Category' }).fill('photo');
    await page.getByRole('button', { name: 'Put on record' }).click();
    await page.getByRole('heading', { name: 'Batch: not started' }).waitFor();
    expect(asked).toEqual({ source: { bucket: 'legacy', prefix: 'media/' }, category: 'photo' });
  });

  it('shows progress, and the failures of the files in a state', async () => {
    world.api.answer('GET /batches/bat_1', { body: sampleBatch() });
    world.api.answer('GET /batches/bat_1/files', { body: { files: [sampleBatchFile()] } });
    const page = await world.open('/batches/bat_1?state=failed');
    await page.getByText('SourceChanged: The source changed').waitFor();
    await page.getByText('100 files, 100 MB').waitFor();
    expect(world.api.requests).toContain('GET /batches/bat_1/files?limit=50&status=failed');
  });

  it('carries out a rollback only after its preview, when the id is typed', async () => {
    let batch = sampleBatch();
    const asked: unknown[] = [];
    world.api.answer('GET /batches/bat_1', () => ({ body: batch }));
    world.api.answer('GET /batches/bat_1/files', { body: { files: [] } });
    world.api.answer('POST /batches/bat_1/rollback', ({ body }) => {
      asked.push(body);
      const [startedAt, finishedAt] = ['2030-01-01T13:00:00Z', '2030-01-01T13:01:00Z'];
      const result = { removed: 98 };
      batch = sampleBatch({ lastTask: { task: 'rollback', startedAt, finishedAt, result } });
      return { status: 202, body: batch };
    });
    const page = await world.open('/batches/bat_1');
    const rollBack = page.getByRole('button', { name: 'Roll back', exact: true });
    await rollBack.waitFor();
    expect(await rollBack.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'Preview rollback' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await rollBack.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type the batch id').fill('bat_1');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(asked).toEqual([{}, { apply: true }]);
  });
});
