import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NodeWorld } from '../node-world.ts';

let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await world.stop();
});

describe('the server’s check', () => {
  it('is waited for', async () => {
    const { path } = await world.file(50_000);
    world.api.settings.checks = 3;
    const upload = await world.client().upload(path, { category: 'video' });
    expect(upload.status).toBe('uploaded');
  });

  it('is waited for although the clock is set right in the meantime', async () => {
    const { path } = await world.file(50_000);
    world.api.settings.checks = 3;
    const { now } = Date;
    let offMs = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + offMs);
    world.api.fault = ({ method }) => {
      if (method === 'GET') offMs = 86_400_000;
      return undefined;
    };
    const upload = await world.client().upload(path, { category: 'video' });
    expect(upload.status).toBe('uploaded');
  });

  it('is not waited for longer than asked', async () => {
    const { path } = await world.file(50_000);
    world.api.settings.checks = 3;
    const upload = await world.client({ checkingTimeoutMs: 0 }).upload(path, { category: 'video' });
    expect(upload.status).toBe('checking');
  });

  it('ends in a problem when the file is refused', async () => {
    const { path } = await world.file(50_000);
    world.api.settings.checks = 1;
    const settled = world.client().upload(path, { category: 'video' });
    world.api.refuse = 'it is no video';
    await expect(settled).rejects.toMatchObject({
      name: 'KeepsakeProblem',
      status: 409,
      type: 'urn:keepsake:problem:upload-mismatch',
    });
    await expect(settled).rejects.toThrow('it is no video');
  });
});
