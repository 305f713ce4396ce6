import { describe, expect, it } from '@jest/globals';
import { expectAccessible } from './console-world.ts';
import { hostileName, sampleUpload } from './samples/uploads.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

describe('/uploads', () => {
  it('narrows by state and owner in the address, and shows a hostile name as text', async () => {
    world.api.answer('GET /uploads', {
      body: { uploads: [sampleUpload({ fileName: hostileName })] },
    });
    const page = await world.open('/uploads?state=quarantined&owner=usr_alice');
    for (const [name, text] of Object.entries({ Category: 'photo', 'Legacy path': '/media/a' })) {
      await page.getByRole('textbox', { name }).fill(text);
      await page.getByRole('textbox', { name }).press('Enter');
    }
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    const words = '--owner usr_alice --category photo --status quarantined --path /media/a';
    await page.getByText(`uploads list ${words}`).waitFor();
    const narrowed = 'status=quarantined&ownerId=usr_alice&category=photo&legacyPath=%2Fmedia%2Fa';
    expect(world.api.requests).toContain(`GET /uploads?limit=50&${narrowed}`);
  });
});

describe('a list that leaves damaged records out', () => {
  it('names them above what it shows', async () => {
    world.api.answer('GET /uploads', {
      body: { uploads: [sampleUpload()], unreadable: ['upl_8', 'upl_9'] },
    });
    const page = await world.open('/uploads');
    await page.getByText('Some records cannot be read').waitFor();
    await page.getByText('missing below: upl_8, upl_9').waitFor();
    await expectAccessible(page);
  });
});

describe('/uploads/:id', () => {
  const refused = sampleUpload({ status: 'quarantined', quarantineReason: 'it hides HTML or SVG' });

  it('says why a file was refused, and offers no bytes of it', async () => {
    world.api.answer('GET /uploads/upl_1', { body: refused });
    const page = await world.open('/uploads/upl_1');
    await page.getByText('it hides HTML or SVG').waitFor();
    expect(await page.getByRole('button', { name: 'Show the file' }).count()).toBe(0);
  });

  it('shows what a scanner found in a file that was kept, and overrules it', async () => {
    const scan = { result: 'infected', at: '2030-01-02T00:00:00Z', reason: 'Trojan.X' } as const;
    const found = { scan, quarantineReason: 'it is infected: Trojan.X', withdrawnAt: scan.at };
    world.api.answer('GET /uploads/upl_1', { body: sampleUpload({ ...refused, ...found }) });
    const page = await world.open('/uploads/upl_1');
    await page.getByText('The file was kept, and withdrawn from delivery').waitFor();
    await page.getByText('infected: Trojan.X', { exact: true }).waitFor();
    world.api.answer('POST /uploads/upl_1/overrule', { body: sampleUpload() });
    await page.getByRole('button', { name: 'Overrule the scan' }).click();
    const dialog = page.getByRole('dialog');
    const overrule = dialog.getByRole('button', { name: 'Overrule' });
    expect(await overrule.isDisabled()).toBe(true);
    await dialog.getByLabel('Why the scanner was wrong').fill('A false positive');
    await overrule.click();
    await dialog.waitFor({ state: 'hidden' });
    expect(world.api.requests).toContain('POST /uploads/upl_1/overrule');
  });

  it('asks for the file’s address only after a click', async () => {
    world.api.answer('GET /uploads/upl_1', { body: sampleUpload() });
    world.api.answer('GET /uploads/upl_1/download', {
      body: { url: `${world.origin}/icon.svg`, source: 's3', expiresAt: '2030-01-01T13:00:00Z' },
    });
    const page = await world.open('/uploads/upl_1');
    const show = page.getByRole('button', { name: 'Show the file' });
    await show.waitFor();
    expect(world.api.requests.some((request) => request.includes('download'))).toBe(false);
    await show.click();
    await page.getByAltText('Preview of holiday.jpg').waitFor();
  });

  it('is kept once, however fast the buttons are clicked, and stays open while it runs', async () => {
    world.api.answer('GET /uploads/upl_1', { body: sampleUpload() });
    const { promise: until, resolve: letAnswer } = Promise.withResolvers<void>();
    const kept = { status: 202, body: sampleUpload({ status: 'permanent' }), until };
    world.api.answer('POST /uploads/upl_1/promote', kept);
    const page = await world.open('/uploads/upl_1');
    await page.getByRole('button', { name: 'Keep without an order' }).dblclick();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Keep it' }).dblclick();
    await page.keyboard.press('Escape');
    expect(await dialog.getByRole('button', { name: 'Cancel' }).first().isVisible()).toBe(true);
    letAnswer();
    await dialog.waitFor({ state: 'hidden' });
    const sent = world.api.requests.filter((asked) => asked.startsWith('POST '));
    expect(sent).toEqual(['POST /uploads/upl_1/promote']);
  });

  it('erases only after the id is typed', async () => {
    world.api.answer('GET /uploads/upl_1', { body: sampleUpload() });
    world.api.answer('DELETE /uploads/upl_1', { status: 204 });
    const page = await world.open('/uploads/upl_1');
    await page.getByRole('button', { name: 'Erase' }).click();
    const dialog = page.getByRole('dialog');
    const erase = dialog.getByRole('button', { name: 'Erase' });
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByLabel('Type the upload id').fill('upl_1');
    await expectAccessible(page);
    await erase.click();
    await dialog.waitFor({ state: 'hidden' });
    expect(world.api.requests).toContain('DELETE /uploads/upl_1');
  });
});
