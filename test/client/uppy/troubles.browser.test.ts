import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../fake-answers.ts';
import { LoopbackProxy } from '../loopback-proxy.ts';
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

describe('two tabs that send one file', () => {
  it('both see it complete, and the server has it once', async () => {
    const bytes = await world.newFile(partBytes * 4);
    const slowMayGoOn = Promise.withResolvers<undefined>();
    world.api.fault = ({ method }) => (method === 'PUT' ? slowMayGoOn.promise : undefined);
    await world.upload();
    await until(() => world.api.count('PUT') > 0);
    world.api.fault = () => undefined;
    const fast = await world.openTab();
    await world.upload(fast);
    expect(await world.result(fast)).toMatch(/^film\.mp4: uploaded/);
    slowMayGoOn.resolve(undefined);
    expect(await world.result()).toBe(await world.result(fast));
    expect(world.hasOnly(bytes)).toBe(true);
    expect(world.api.count('DELETE')).toBe(0);
  });

  it('keep it when one of them is cancelled', async () => {
    const bytes = await world.newFile(partBytes * 4);
    const mayGoOn = Promise.withResolvers<undefined>();
    world.api.fault = ({ method }) => (method === 'PUT' ? mayGoOn.promise : undefined);
    await world.upload();
    await until(() => world.api.count('PUT') > 0);
    const other = await world.openTab();
    await world.upload(other);
    await until(() => world.api.count('POST /uploads/') > 1);
    await world.page.click('#cancel');
    mayGoOn.resolve(undefined);
    expect(await world.result(other)).toMatch(/^film\.mp4: uploaded/);
    expect(world.hasOnly(bytes)).toBe(true);
    expect(world.api.count('DELETE')).toBe(0);
  });
});

const answers: [string, Fault][] = [
  ['404', { status: 404, body: '{"type":"urn:keepsake:problem:not-found","detail":"no"}' }],
  ['401', { status: 401, body: '{"message":"Unauthorized"}' }],
  ['403', { status: 403, body: '{"message":"Forbidden"}' }],
];

describe.each(answers)('a sign-in while a file is sent, old tokens answering %s,', (_, refusal) => {
  it.each([
    ['one PUT', 100_000],
    ['parts', partBytes * 4],
  ])('does not end an upload in %s', async (_kind, sizeBytes) => {
    const bytes = await world.newFile(sizeBytes);
    let isSignedIn = false;
    world.api.fault = ({ method, token }) => {
      if (method === 'PUT') isSignedIn = true;
      else if (isSignedIn && token !== 'kst_new') return refusal;
      return undefined;
    };
    await world.upload();
    await until(() => isSignedIn);
    await world.page.evaluate(() => localStorage.setItem('session', 'kst_new'));
    expect(await world.result()).toMatch(/^film\.mp4: uploaded/);
    expect(world.hasOnly(bytes)).toBe(true);
  });
});

/** `CUT_SECONDS=90 npm test …` cuts for as long as a train is in a tunnel. */
const cutSeconds = Number(process.env.CUT_SECONDS ?? 3);

/** An upload whose network is cut at its first PUT; `proxy.start()` brings the network back. */
const uploadUntilCut = async (sizeBytes: number) => {
  const proxy = await new LoopbackProxy(world.api.ownUrl).start();
  world.api.publicUrl = proxy.url;
  await world.page.goto(world.address());
  const bytes = await world.newFile(sizeBytes);
  let cut: Promise<void> | undefined;
  world.api.fault = ({ method }) => {
    if (method === 'PUT') cut ??= proxy.cut();
    return undefined;
  };
  await world.upload();
  await until(() => cut !== undefined);
  return { proxy, bytes, cut };
};

const bothSizes: [string, number][] = [
  ['one PUT', 1_000_000],
  ['parts', partBytes * 4],
];

describe('a network that is cut', () => {
  it.each(bothSizes)('delays an upload in %s, and the page can say why', async (_, sizeBytes) => {
    const { proxy, bytes, cut } = await uploadUntilCut(sizeBytes);
    await cut;
    await world.page.waitForFunction(() => {
      const { uppy } = window as unknown as {
        uppy: { getFiles(): { keepsakeWait?: { problem: { type: string } } }[] };
      };
      return uppy.getFiles()[0]?.keepsakeWait?.problem.type === 'urn:keepsake:problem:network';
    });
    await world.page.waitForTimeout(cutSeconds * 1_000);
    await proxy.start();
    expect(await world.result()).toMatch(/^film\.mp4: uploaded/);
    expect(world.hasOnly(bytes)).toBe(true);
    await proxy.cut();
  });
});

describe('a device that falls asleep, and wakes in another network', () => {
  it.each(bothSizes)('goes on with an upload in %s', async (_, sizeBytes) => {
    await world.moveToOwnProfile();
    const { proxy, bytes } = await uploadUntilCut(sizeBytes);
    const devtools = await world.context.newCDPSession(world.page);
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await proxy.start();
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    expect(await world.result()).toMatch(/^film\.mp4: uploaded/);
    expect(world.hasOnly(bytes)).toBe(true);
    await proxy.cut();
  });
});

const dayMs = 24 * 60 * 60 * 1000;

/** Shifts the clock of pages that this browser opens from now on. */
const shiftClock = (shiftMs: number) =>
  world.context.addInitScript((ms) => {
    const now = Date.now.bind(Date);
    const Shifted = function (this: unknown, ...given: unknown[]) {
      return Reflect.construct(RealDate, given.length > 0 ? given : [now() + ms]);
    };
    const RealDate = Date;
    Object.assign(Shifted, { now: () => now() + ms, parse: Date.parse, UTC: Date.UTC });
    Object.defineProperty(window, 'Date', { value: Shifted });
  }, shiftMs);

describe.each([
  ['a day ahead', dayMs],
  ['a day behind', -dayMs],
])('a clock that is %s', (_, shiftMs) => {
  beforeEach(async () => {
    await world.moveToOwnProfile();
    await shiftClock(shiftMs);
    await world.page.goto(world.address());
  });

  it('costs a small file no request', async () => {
    const bytes = await world.newFile(100_000);
    await world.upload();
    expect(await world.result()).toMatch(/^film\.mp4: uploaded/);
    expect(world.hasOnly(bytes)).toBe(true);
    expect([world.api.count('POST /uploads'), world.api.count('PUT')]).toEqual([2, 1]);
  });

  it('does not keep a file in parts from going on after a reload', async () => {
    const bytes = await world.newFile(partBytes * 4);
    const never = new Promise<undefined>(() => undefined);
    world.api.fault = ({ method }) =>
      method === 'PUT' && world.api.count('PUT') > 2 ? never : undefined;
    await world.upload();
    await world.progress(50);
    await world.page.reload();
    world.api.fault = () => undefined;
    const before = world.api.count('PUT');
    await world.upload();
    expect(await world.result()).toMatch(/^film\.mp4: uploaded/);
    expect(world.hasOnly(bytes)).toBe(true);
    expect(world.api.count('PUT') - before).toBe(2);
  });
});
