import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { partBytes, UppySite, UppyWorld, until } from './uppy-world.ts';

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

const tooMany = { status: 429, body: '{"detail":"3 files wait already"}' };

/** A quota of three uploads that wait. */
const limitToThree = (): void => {
  const { api } = world;
  const { fault } = api;
  api.fault = (seen) => {
    const isFull = `${seen.method} ${seen.path}` === 'POST /uploads' && api.uploads.size >= 3;
    return isFull ? tooMany : fault(seen);
  };
};

const small = ['a.jpg', 'b.jpg', 'c.jpg'];

const startThree = async (): Promise<void> => {
  for (const name of small) await world.newFile(50_000, name);
  world.holdPuts();
  limitToThree();
  await world.upload(world.page, ...small);
  await until(() => world.api.count('PUT') === 3);
};

describe('what Uppy has begun is given back to the server', () => {
  it('when everything is cancelled: the quota is free for the next file', async () => {
    await startThree();
    await world.page.click('#cancel');
    world.api.fault = () => undefined;
    limitToThree();
    const bytes = await world.newFile(50_000);
    await world.upload();
    expect(await world.result()).toMatch(/^film\.mp4: uploaded/);
    expect(world.hasOnly(bytes)).toBe(true);
    expect(world.api.count('DELETE')).toBe(3);
  });

  it('when one file of several is removed', async () => {
    await startThree();
    await world.page.evaluate(() => {
      const { uppy } = window as unknown as {
        uppy: { getFiles(): { id: string }[]; removeFile(id: string): void };
      };
      for (const { id } of uppy.getFiles().slice(0, 1)) uppy.removeFile(id);
    });
    await until(() => world.api.uploads.size === 2);
    expect(world.api.count('DELETE')).toBe(1);
  });

  it('when a file in one PUT fails', async () => {
    await world.newFile(50_000);
    world.api.fault = ({ method }) =>
      method === 'PUT'
        ? { status: 400, body: '<Error><Code>InvalidRequest</Code></Error>' }
        : undefined;
    await world.upload();
    expect(await world.result()).toBe('film.mp4: Storage answered 400 InvalidRequest.');
    await until(() => world.api.uploads.size === 0);
  });

  it('when a file is cancelled while it is announced', async () => {
    await world.newFile(50_000);
    const announced = Promise.withResolvers<undefined>();
    world.api.fault = ({ method, path }) =>
      `${method} ${path}` === 'POST /uploads' ? announced.promise : undefined;
    await world.upload();
    await until(() => world.api.count('POST /uploads') === 1);
    await world.page.click('#cancel');
    announced.resolve(undefined);
    await until(() => world.api.count('DELETE') === 1);
    expect(world.api.uploads.size).toBe(0);
    expect(world.api.count('PUT')).toBe(0);
  });

  it('when a file in parts is cancelled, once', async () => {
    await world.newFile(partBytes * 3);
    world.holdPuts();
    await world.upload();
    await until(() => world.api.count('PUT') > 0);
    await world.page.click('#cancel');
    await until(() => world.api.uploads.size === 0);
    await world.page.waitForTimeout(200);
    expect(world.api.count('DELETE')).toBe(1);
  });
});

describe('what Uppy has finished', () => {
  it('stays when its file is removed from the list', async () => {
    const bytes = await world.newFile(50_000);
    await world.upload();
    await world.result();
    await world.page.click('#cancel');
    await world.page.waitForTimeout(200);
    expect(world.hasOnly(bytes)).toBe(true);
  });
});

describe('a file in parts that failed', () => {
  it('is resumed by the next try: parts that arrived are not sent again', async () => {
    const bytes = await world.newFile(partBytes * 4);
    const refusal = { status: 400, body: '<Error><Code>InvalidRequest</Code></Error>' };
    world.api.fault = ({ method }) =>
      method === 'PUT' && world.api.count('PUT') > 2 ? refusal : undefined;
    await world.upload();
    expect(await world.result()).toMatch(/InvalidRequest/);
    const there = world.onlyUpload?.parts.size ?? 0;
    const before = world.api.count('PUT');
    world.api.fault = () => undefined;
    await world.page.evaluate(() =>
      (window as unknown as { uppy: { retryAll(): Promise<unknown> } }).uppy.retryAll(),
    );
    // The refusal ends the part beside it, unless that one was quicker.
    expect([1, 2]).toContain(there);
    expect(world.api.count('PUT') - before).toBe(4 - there);
    expect(world.hasOnly(bytes)).toBe(true);
  });
});

describe('a file that the user has renamed', () => {
  it('is announced under its new name', async () => {
    await world.newFile(50_000);
    await world.page.setInputFiles('#files', `${world.folder}/film.mp4`);
    await world.page.evaluate(() => {
      const { uppy } = window as unknown as {
        uppy: { getFiles(): { id: string }[]; setFileMeta(id: string, meta: object): void };
      };
      for (const { id } of uppy.getFiles()) uppy.setFileMeta(id, { name: 'Our wedding.mp4' });
    });
    await world.page.click('#upload');
    expect(await world.result()).toMatch(/^Our wedding\.mp4: uploaded/);
  });
});
