import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { corpus } from '../../corpus/corpus.ts';
import { categoryOf, send, stage } from '../../corpus/send.ts';
import { UppySite, UppyWorld } from './uppy-world.ts';

type Announced = { filename: string; contentType: string; sha256: string };

let site: UppySite;
let world: UppyWorld;
let announced: Announced[];

beforeAll(async () => {
  site = await new UppySite().start();
  world = await new UppyWorld(site).start();
  await world.page.setInputFiles(
    '#files',
    corpus.map(({ path }) => path),
  );
  await world.page.click('#upload');
  await world.page
    .locator('#results li')
    .nth(corpus.length - 1)
    .waitFor();
  announced = world.api.seen
    .filter(({ method, path }) => method === 'POST' && path === '/uploads')
    .map(({ body }) => JSON.parse(body));
});
afterAll(async () => {
  await world.stop();
  await site.stop();
});

describe('a real file that Uppy sends', () => {
  it.each(corpus)('arrives byte for byte under its own name and type: $place', async (file) => {
    const sha256 = createHash('sha256').update(file.bytes).digest('base64');
    const said = announced.find((one) => one.sha256 === sha256);
    expect(said?.filename).toBe(file.fileName);
    const arrived = [...world.api.uploads.keys()].filter((id) => world.api.has(id, file.bytes));
    expect(arrived).toHaveLength(1);
    const category = categoryOf(file.contentType);
    expect(
      await send(stage(), { ...file, contentType: said?.contentType, category }),
    ).toMatchObject({ status: 'uploaded', contentType: file.contentType });
  });
});
