import { describe, expect, it } from '@jest/globals';
import { sampleJob, sampleStats } from './samples/uploads.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

describe('/jobs/:id', () => {
  it('ends a job as failed, with a reason', async () => {
    let asked: unknown;
    world.api.answer('GET /jobs/job_1', { body: sampleJob() });
    world.api.answer('POST /jobs/job_1/fail', ({ body }) => {
      asked = body;
      return { body: sampleJob({ status: 'failed', reason: 'worker is gone' }) };
    });
    const page = await world.open('/jobs/job_1');
    await page.getByRole('button', { name: 'End as failed' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('worker is gone');
    await dialog.getByRole('button', { name: 'End it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(asked).toEqual({ reason: 'worker is gone' });
  });
});

describe('/maintenance', () => {
  it('removes old uploads only after a look, with the hours typed again', async () => {
    const asked: { olderThanHours: number; dryRun: boolean }[] = [];
    world.api.answer('POST /cleanup', ({ body }) => {
      const { olderThanHours, dryRun } = body as (typeof asked)[number];
      asked.push({ olderThanHours, dryRun });
      const figures = { files: 4, bytes: 4096, kept: 1, failed: 0, more: false, uploadIds: [] };
      return { body: { olderThanHours, dryRun, ...figures } };
    });
    const page = await world.open('/maintenance');
    const remove = page.getByRole('button', { name: 'Remove', exact: true });
    await remove.waitFor();
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'Look first' }).click();
    await page.getByText('4 files').waitFor();
    await remove.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type the hours again').fill('168');
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(asked).toEqual([
      { olderThanHours: 168, dryRun: true },
      { olderThanHours: 168, dryRun: false },
    ]);
  });
});

describe('/storage', () => {
  it('shows bytes temporary and permanent, and what they cost about', async () => {
    world.api.answer('GET /stats', { body: sampleStats() });
    const page = await world.open('/storage');
    await page.getByText('7 files, 49.0 GB').first().waitFor();
    await page.getByText('$ 1.13 a month').waitFor();
  });
});

describe('/storage?owner=…', () => {
  it('shows what an owner holds, and the most they may', async () => {
    world.api.answer('GET /stats', { body: sampleStats() });
    world.api.answer('GET /quotas', {
      body: {
        ownerId: 'usr_1',
        held: { files: 3, bytes: 1024 },
        limit: { files: 10, bytes: 4096 },
      },
    });
    const page = await world.open('/storage?owner=usr_1');
    await page.getByText('at most 10 files, 4.1 kB').waitFor();
    expect(world.api.requests).toContain('GET /quotas?ownerId=usr_1');
  });
});

describe('/me', () => {
  it('tells a viewer what they may do, and changes the theme', async () => {
    world.group = 'viewer';
    const page = await world.open('/me');
    await page.getByText('You see everything and change nothing.').waitFor();
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Dark', pressed: true }).waitFor();
  });
});
