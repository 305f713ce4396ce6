import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { partBytes, UppySite, UppyWorld } from './uppy-world.ts';

let site: UppySite;
let world: UppyWorld;

beforeAll(async () => {
  site = await new UppySite().start();
});
afterAll(() => site.stop());
beforeEach(async () => {
  world = await new UppyWorld(site).start();
});
afterEach(() => world.stop());

describe('Uppy’s AWS S3 plugin', () => {
  it('sends a small file in one PUT', async () => {
    const bytes = await world.newFile(100_000);
    await world.upload();
    expect(await world.result()).toMatch(/^film\.mp4: uploaded as upl_/);
    expect(world.hasOnly(bytes)).toBe(true);
    expect(world.api.count('PUT')).toBe(1);
  });

  it('sends a large file in parts, with progress, and tells its hash', async () => {
    const bytes = await world.newFile(partBytes * 3 + 1);
    await world.upload();
    expect(await world.result()).toMatch(/^film\.mp4: uploaded/);
    // Uppy reports its progress twice a second.
    await world.progress(100);
    expect(world.onlyUpload?.sha256).toBe(createHash('sha256').update(bytes).digest('base64'));
    expect(world.api.count('PUT')).toBe(4);
  });

  it('survives a connection that is cut', async () => {
    const bytes = await world.newFile(partBytes * 3);
    let cuts = 1;
    world.api.fault = ({ method }) => (method === 'PUT' && cuts-- > 0 ? 'cut' : undefined);
    await world.upload();
    expect(await world.result()).toMatch(/^film\.mp4: uploaded/);
    expect(world.hasOnly(bytes)).toBe(true);
    expect(world.api.count('PUT')).toBe(4);
  });

  it.each([
    ['hashed', ''],
    ['not hashed', '&hash=off'],
  ])('resumes after a reload: files in parts are %s', async (_, more) => {
    await world.page.goto(world.address(more));
    const bytes = await world.newFile(partBytes * 5);
    const never = new Promise<undefined>(() => undefined);
    world.api.fault = ({ method }) =>
      method === 'PUT' && world.api.count('PUT') > 2 ? never : undefined;
    await world.upload();
    await world.progress(40);
    await world.page.reload();
    world.api.fault = () => undefined;
    const there = world.onlyUpload?.parts.size ?? 0;
    const before = world.api.count('PUT');
    await world.upload();
    expect(await world.result()).toMatch(/^film\.mp4: uploaded/);
    expect(there).toBe(2);
    expect(world.api.uploads.size).toBe(1);
    expect(world.api.count('PUT') - before).toBe(5 - there);
    expect(world.hasOnly(bytes)).toBe(true);
  });

  it('sends parts without checksums with hashParts: false', async () => {
    await world.page.goto(world.address('&hash=off'));
    const bytes = await world.newFile(partBytes * 3);
    await world.upload();
    expect(await world.result()).toMatch(/^film\.mp4: uploaded/);
    expect(world.hasOnly(bytes)).toBe(true);
    const signed = world.api.seen.filter(({ path: asked }) => asked.endsWith('/parts'));
    expect(signed.length).toBeGreaterThan(0);
    expect(signed.filter(({ body }) => body.includes('crc64nvme'))).toEqual([]);
  });

  it('says why a file is refused', async () => {
    await world.newFile(100_000);
    world.api.fault = ({ method, path: asked }) =>
      method === 'POST' && asked === '/uploads'
        ? { status: 400, body: JSON.stringify({ detail: 'contentType: must be one of …' }) }
        : undefined;
    await world.upload();
    expect(await world.result()).toBe('film.mp4: contentType: must be one of …');
  });
});
