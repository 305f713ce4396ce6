import { describe, expect, it } from '@jest/globals';
import type { AuditEntry, Link } from '@keepsake/client/operator';
import { expectAccessible } from './console-world.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

const link: Link = {
  linkId: 'lnk_1',
  orderId: 'ord_1',
  state: 'live',
  createdAt: '2030-01-01T12:00:00.000Z',
  expiresAt: '2035-01-01T12:00:00.000Z',
};

describe('/links', () => {
  it('revokes a lost card by its order, without its token', async () => {
    let state: Link['state'] = 'live';
    world.api.answer('GET /orders/ord_1/links', () => ({ body: { links: [{ ...link, state }] } }));
    world.api.answer('DELETE /orders/ord_1/links/lnk_1', () => {
      state = 'revoked';
      return { status: 204 };
    });
    const page = await world.open('/links?order=ord_1');
    await page.getByRole('button', { name: 'Revoke' }).click();
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('revoked', { exact: true }).waitFor();
  });

  it('points a lost card at another order of its owner, by its order, without its token', async () => {
    const asked: unknown[] = [];
    world.api.answer('GET /orders/ord_1/links', () => ({
      body: { links: asked.length === 0 ? [{ ...link, role: 'photo' }] : [] },
    }));
    world.api.answer('PUT /orders/ord_1/links/lnk_1', ({ body }) => {
      asked.push(body);
      return { body: { ...link, orderId: 'ord_2', role: 'photo' } };
    });
    const page = await world.open('/links?order=ord_1');
    await page.getByRole('button', { name: 'Point elsewhere' }).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: 'Point it there' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Order').fill('ord_2');
    await expectAccessible(page);
    await confirm.click();
    await page.getByText('No link leads to this order').waitFor();
    expect(asked).toEqual([{ orderId: 'ord_2', role: 'photo' }]);
  });

  it('says when each link was last used, and of which file it is', async () => {
    const used = { ...link, role: 'audio', lastUsedOn: '2030-02-03' };
    const all = { ...link, linkId: 'lnk_2', state: 'expired' as const };
    world.api.answer('GET /orders/ord_1/links', { body: { links: [used, all] } });
    const page = await world.open('/links?order=ord_1');
    await page.getByRole('row', { name: /lnk_1.*live.*audio.*2030-02-03/ }).waitFor();
    await page.getByRole('row', { name: /lnk_2.*expired.*all files.*never/ }).waitFor();
  });

  it('keeps the keyboard in the field that names the order', async () => {
    world.api.answer('GET /orders/ord_1/links', { body: { links: [link] } });
    const page = await world.open('/links');
    const field = page.getByRole('textbox', { name: 'Order' });
    await field.fill('ord_1');
    await field.press('Enter');
    await page.getByRole('row', { name: /lnk_1/ }).waitFor();
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('reads out why an act failed', async () => {
    world.api.answer('GET /orders/ord_1/links', { body: { links: [link] } });
    world.api.answer('DELETE /orders/ord_1/links/lnk_1', {
      status: 409,
      body: {
        type: 'urn:keepsake:problem:stale-record',
        title: 'Stale',
        status: 409,
        detail: 'No.',
      },
    });
    const page = await world.open('/links?order=ord_1');
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('alert').getByText('No.').waitFor();
  });

  it('is printed as any page while it shows no card', async () => {
    world.api.answer('GET /orders/ord_1/links', { body: { links: [link] } });
    const page = await world.open('/links?order=ord_1');
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('row', { name: /lnk_1/ }).waitFor();
  });

  it('shows a new link once, as a card with its code', async () => {
    const code = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    const url = 'https://links.example.com/l/secret';
    const { linkId, orderId, expiresAt } = link;
    const printed = {
      token: 'secret',
      url,
      qrSvgUrl: `${url}/qr.svg`,
      qrPngUrl: `${url}/qr.png`,
    };
    world.api.answer('GET /orders/ord_1/links', { body: { links: [] } });
    world.api.answer('GET /l/secret/qr.svg', { body: code, contentType: 'image/svg+xml' });
    world.api.answer('POST /orders/ord_1/links', {
      status: 201,
      body: { linkId, orderId, expiresAt, ...printed },
    });
    const page = await world.open('/links?order=ord_1');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('button', { name: 'Print the card' }).waitFor();
    await page.getByText(url).waitFor();
    await page.getByAltText('QR code of the link').waitFor();
    expect(world.api.requests).toContain('GET /l/secret/qr.svg');
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('heading', { name: 'Links' }).waitFor({ state: 'hidden' });
    expect(await page.getByAltText('QR code of the link').isVisible()).toBe(true);
  });
});

describe('/audit', () => {
  it('says who did what to what, with which outcome', async () => {
    const entry: AuditEntry = {
      entryId: 'act_1',
      at: '2030-01-01T12:00:00.000Z',
      actor: 'usr_admin',
      action: 'retryOrder',
      subject: 'ord_1',
      outcome: 'refused',
      problem: 'urn:keepsake:problem:order-refused',
    };
    world.api.answer('GET /audit', { body: { entries: [entry] } });
    const page = await world.open('/audit?subject=ord_1');
    await page.getByText('refused: order-refused').waitFor();
    await page.getByText('usr_admin').waitFor();
    expect(world.api.requests).toContain('GET /audit?limit=50&subject=ord_1');
    await expectAccessible(page);
  });
});
