import { describe, expect, it } from '@jest/globals';
import { expectAccessible, phone } from './console-world.ts';
import { sampleErasure, sampleJob, sampleStats } from './samples/uploads.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

describe('/jobs', () => {
  it('lists everybody’s by state and owner, page by page', async () => {
    world.api.answer('GET /jobs', ({ query }) => ({
      body: query.has('cursor')
        ? { jobs: [sampleJob({ jobId: 'job_older' })] }
        : {
            jobs: [sampleJob(), sampleJob({ jobId: 'job_2', ownerId: 'usr_bob' })],
            cursor: 'next',
          },
    }));
    const page = await world.open('/jobs?owner=usr_alice');
    await page.getByRole('row', { name: /job_1 Clean the recording .* usr_alice/ }).waitFor();
    await page.getByRole('button', { name: 'State' }).click();
    await page.getByRole('option', { name: 'running' }).click();
    await page.getByRole('row', { name: /job_2/ }).waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'job_older' }).waitFor();
    expect(world.api.requests).toContain(
      'GET /jobs?limit=50&status=running&ownerId=usr_alice&cursor=next',
    );
  });
});

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

describe('/maintenance, waiting orders', () => {
  it('repairs them only after a look at every one of them', async () => {
    const asked: unknown[] = [];
    world.api.answer('POST /reconcile', ({ body }) => {
      asked.push(body);
      const { dryRun, cursor } = body as { dryRun: boolean; cursor?: string };
      const [orderId, outcome] = cursor ? ['ord_2', 'waiting'] : ['ord_1', 'recovered'];
      const orders = [{ orderId, outcome }];
      return { body: { dryRun, orders, ...(cursor === undefined && { cursor: 'next' }) } };
    });
    const page = await world.open('/maintenance');
    const repair = page.getByRole('button', { name: 'Repair', exact: true });
    await repair.waitFor();
    expect(await repair.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'Look for waiting orders' }).click();
    await page.getByText('dead migration would be taken over').waitFor();
    await page.getByRole('link', { name: 'ord_2' }).waitFor();
    await expectAccessible(page);
    await repair.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('1 of 2 orders are repaired').waitFor();
    await dialog.getByRole('button', { name: 'Repair' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('dead migration taken over').waitFor();
    expect(asked).toEqual([
      { dryRun: true },
      { dryRun: true, cursor: 'next' },
      { dryRun: false },
      { dryRun: false, cursor: 'next' },
    ]);
  });
});

const none = { versions: 0, young: 0, removable: 0, removed: 0, kept: 0, entries: 0, missing: 0 };

describe('/maintenance, orphans', () => {
  it('removes them only after a look below the same prefix, with their number typed', async () => {
    const asked: unknown[] = [];
    world.api.answer('POST /orphans', ({ body }) => {
      asked.push(body);
      const { dryRun } = body as { dryRun: boolean };
      const orphan = {
        key: 'photos/a',
        versionId: 'v1',
        sizeBytes: 5,
        why: 'order ord_9 is not on record',
        modifiedAt: '2030-01-01T12:00:00.000Z',
        fate: dryRun ? 'would be removed' : 'removed',
      };
      const counts = { ...none, versions: 7, removable: 1, removed: dryRun ? 0 : 1 };
      return { body: { dryRun, counts, orphans: [orphan], missing: [] } };
    });
    const page = await world.open('/maintenance', { theme: 'dark', viewport: phone });
    await page.getByLabel('Only keys that begin with').fill('photos/');
    await page.getByRole('button', { name: 'Look for orphans' }).click();
    await page.getByText('order ord_9 is not on record').waitFor();
    await expectAccessible(page);
    const remove = page.getByRole('button', { name: 'Remove orphans' });
    await page.getByLabel('Only keys that begin with').fill('');
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Only keys that begin with').fill('photos/');
    await remove.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type how many versions').fill('1');
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('1, 1 of them removed').waitFor();
    expect(asked).toEqual([
      { prefix: 'photos/', dryRun: true },
      { prefix: 'photos/', dryRun: false },
    ]);
  });
});

describe('/storage, erasures', () => {
  it('are listed newest first, page by page, by whom', async () => {
    world.api.answer('GET /stats', { body: sampleStats() });
    world.api.answer('GET /erasures', ({ query }) => ({
      body: query.has('cursor')
        ? { erasures: [sampleErasure('usr_2', 'upl_older')] }
        : { erasures: [sampleErasure('usr_1', 'upl_newer')], cursor: 'next' },
    }));
    const page = await world.open('/storage');
    const ledger = page.getByRole('table', { name: 'Erasures' });
    await ledger.getByText('upl_newer').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Next page' }).click();
    await ledger.getByText('upl_older').waitFor();
    expect(page.url()).toContain('cursor=next');
  });
});

describe('/storage', () => {
  it('shows bytes temporary and permanent, and what they cost about', async () => {
    world.api.answer('GET /stats', { body: sampleStats() });
    const page = await world.open('/storage');
    await page.getByText('7 files, 49.0 GB').first().waitFor();
    await page.getByText('$ 1.13 a month').waitFor();
    await page.getByRole('table', { name: 'By category' }).getByText('50.0 GB').waitFor();
    await page.getByRole('table', { name: 'By state' }).getByText('49.0 GB').waitFor();
  });

  it('shows bytes by day, permanent ones apart, of one category where it is chosen', async () => {
    world.api.answer('GET /stats', { body: sampleStats() });
    const page = await world.open('/storage');
    await page.getByText('Temporary or gone').waitFor();
    await page.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    await page
      .getByText(/^2030-01-0\d$/)
      .nth(2)
      .waitFor();
    await page.getByRole('button', { name: 'Category' }).click();
    await page.getByRole('option', { name: 'photo' }).click();
    await page.waitForURL('**/storage?category=photo');
    await page.getByText('Temporary or gone').waitFor();
    expect(world.api.requests).toContain('GET /stats?days=30&category=photo');
    await expectAccessible(page);
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
