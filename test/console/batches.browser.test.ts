import { describe, expect, it } from '@jest/globals';
import { noCounts, sampleBatch, sampleBatchFile } from './samples/uploads.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

describe('/batches', () => {
  it('narrows by state in the address', async () => {
    world.api.answer('GET /batches', ({ query }) => ({
      body: {
        batches: query.get('status') === 'paused' ? [sampleBatch({ status: 'paused' })] : [],
      },
    }));
    const page = await world.open('/batches');
    await page.getByText('No batch is here').waitFor();
    await page.getByRole('button', { name: 'State' }).click();
    await page.getByRole('option', { name: 'paused' }).click();
    await page.getByRole('row', { name: /bat_1.*paused.*100 files, 100 MB/ }).waitFor();
    expect(page.url()).toBe(`${world.origin}/batches?state=paused`);
  });
});

describe('/batches/new', () => {
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

  it('shows progress, failures by code, and the files in a state', async () => {
    world.api.answer('GET /batches/bat_1', { body: sampleBatch() });
    const example = { recordId: 'rec_1', path: 'media/broken.jpg', message: 'It changed.' };
    const failures = [{ code: 'SourceChanged', files: 1_204, example }];
    world.api.answer('GET /batches/bat_1/failures', { body: { failures, more: true } });
    world.api.answer('GET /batches/bat_1/files', { body: { files: [sampleBatchFile()] } });
    const page = await world.open('/batches/bat_1?state=failed');
    await page.getByText('SourceChanged: The source changed').waitFor();
    await page.getByText('100 files, 100 MB').waitFor();
    await page.getByRole('row', { name: /SourceChanged 1,204 media.broken.jpg/ }).waitFor();
    await page.getByText('The first 10,000 failed files are counted.').waitFor();
    expect(world.api.requests).toContain('GET /batches/bat_1/files?limit=50&status=failed');
  });

  it('shows rate and rest of a batch that runs', async () => {
    const counts = { ...noCounts, transferred: { files: 40, bytes: 40_000_000 } };
    const times = { startedAt: '2030-01-01T12:00:00Z', updatedAt: '2030-01-01T12:00:20Z' };
    const running = sampleBatch({ status: 'running', percent: 40, counts, ...times });
    world.api.answer('GET /batches/bat_1', { body: running });
    world.api.answer('GET /batches/bat_1/files', { body: { files: [] } });
    const page = await world.open('/batches/bat_1');
    await page.getByText('2 files/s, 2.0 MB/s; about 30 s left').waitFor();
  });

  it('is started, paused, resumed, verified and cancelled, each after a word', async () => {
    let status: ReturnType<typeof sampleBatch>['status'] = 'pending';
    world.api.answer('GET /batches/bat_1', () => ({
      body: sampleBatch({ status, counts: noCounts, percent: 0 }),
    }));
    world.api.answer('GET /batches/bat_1/files', { body: { files: [] } });
    const steps = [
      ['Start', 'start', 202, 'running', 'never overwritten'],
      ['Pause', 'pause', 200, 'paused', 'the others wait'],
      ['Verify', 'verify', 202, 'paused', 'Nothing is changed'],
      ['Resume', 'resume', 202, 'running', 'tried again'],
      ['Cancel', 'cancel', 200, 'failed', 'until a rollback'],
    ] as const;
    const page = await world.open('/batches/bat_1');
    for (const [button, verb, answer, next, word] of steps) {
      world.api.answer(`POST /batches/bat_1/${verb}`, () => {
        status = next;
        return { status: answer, body: sampleBatch({ status }) };
      });
      await page.getByRole('button', { name: button, exact: true }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(word).waitFor();
      await dialog.getByRole('button', { name: button }).last().click();
      await dialog.waitFor({ state: 'hidden' });
      await page.getByRole('heading', { name: `Batch: ${next}` }).waitFor();
    }
    const sent = world.api.requests.filter((asked) => asked.startsWith('POST '));
    expect(sent).toEqual(steps.map(([, verb]) => `POST /batches/bat_1/${verb}`));
  });

  it('carries out a rollback only after its preview, when the id is typed', async () => {
    let batch = sampleBatch();
    const asked: unknown[] = [];
    world.api.answer('GET /batches/bat_1', () => ({ body: batch }));
    world.api.answer('GET /batches/bat_1/files', { body: { files: [] } });
    world.api.answer('GET /batches/bat_1/failures', { body: { failures: [], more: false } });
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
