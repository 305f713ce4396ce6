import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { local } from '../../contracts/shared/emulator.ts';
import { anOperator } from '../../integration/shared/operator.ts';
import { fetchOnce } from '../../integration/shared/visitor.ts';
import { hangUp, listen } from '../../listening.ts';
import type { Workplace } from '../run-keepsake.ts';
import { atEmulator, photos } from './real-storage.ts';

const operator = anOperator();
const run = randomBytes(4).toString('hex');
const name = `${run}/a b.jpg`;
const [bytes] = Object.values(photos(1)) as [Uint8Array];
let here: Workplace;

/** The older system: any web server over the folder whose files are registered. */
const oldSystem = createServer(({ url = '' }, response) => {
  response.end(readFileSync(path.join(here.folder, 'media', decodeURIComponent(url))));
});
let oldAddress: string;

/** What a redirect to the older system leads to. The test's server has a port of its own. */
const follow = async (location: string | null): Promise<Buffer> =>
  (await fetchOnce((location ?? '').replace(String(local.legacyBaseUrl), oldAddress))).bytes;

const keepsake = (verb: 'register' | 'migrate') =>
  here.run(`${verb} ./media --local --category photo`);

const idOf = async (): Promise<string> => {
  const query = new URLSearchParams({ legacyPath: name });
  const { body } = await operator.get(`/uploads?${query}`);
  expect(body.uploads).toHaveLength(1);
  return body.uploads[0].uploadId;
};

beforeAll(async () => {
  here = atEmulator().files({ [`media/${name}`]: bytes });
  oldAddress = await listen(oldSystem);
});

afterAll(async () => {
  await hangUp(oldSystem);
  here.remove();
});

describe('keepsake register ./media --local --category photo', () => {
  it('serves files from the older system until migrate moves them, under the same ids', async () => {
    const base = String(local.legacyBaseUrl);
    const old = `${base}/${run}/a%20b.jpg`;
    expect(await keepsake('register')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 file registered, 0 known before/),
      stderr: expect.stringContaining(`downloads lead to the older system. Try one: ${old}`),
    });
    const id = await idOf();
    for (const route of [
      `/uploads/${id}/download`,
      `/legacy?${new URLSearchParams({ path: name })}`,
    ]) {
      const before = await operator.get(route);
      expect([before.status, before.headers.get('location')]).toEqual([302, old]);
      expect(await follow(old)).toEqual(Buffer.from(bytes));
    }

    expect(await keepsake('migrate')).toMatchObject({ code: 0 });
    expect(await idOf()).toBe(id);
    const after = await operator.get(`/uploads/${id}/download?format=json`);
    expect([after.status, after.body.source]).toEqual([200, 's3']);
    expect((await fetchOnce(after.body.url)).bytes).toEqual(Buffer.from(bytes));
  });

  it('says so where the stage knows no older system', async () => {
    const { legacyBaseUrl: _none, ...without } = local;
    here.files({ '.keepsake/local.json': JSON.stringify(without) });
    const { code, stderr } = await keepsake('register');
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/refused with 409 until `keepsake migrate`.*delivery\.legacyBaseUrl/s),
    ]);
  });
});
