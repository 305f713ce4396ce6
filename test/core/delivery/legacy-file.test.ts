import { describe, expect, it } from '@jest/globals';
import { downloadLegacyFile } from '../../../core/delivery/legacy-file.ts';
import { NotFound } from '../../../core/errors.ts';
import { kept } from '../builders/records.ts';
import { aDeliveryWorld, admin, alice, errorOf, mallory } from '../builders/world.ts';

const world = () => {
  const there = aDeliveryWorld();
  kept(there, 'upl_1', { legacyPath: '2019/a.jpg', source: 's3' });
  return there;
};

describe('a file by the path an older system knows', () => {
  it.each(['2019/a.jpg', '/2019/a.jpg', './2019/a.jpg'])('is found as %s', async (path) => {
    expect(await downloadLegacyFile(world(), alice, { path })).toMatchObject({
      url: expect.stringContaining('upl_1'),
    });
  });

  it('is found for an operator, whoever owns it', async () => {
    await expect(downloadLegacyFile(world(), admin, { path: '2019/a.jpg' })).resolves.toBeDefined();
  });

  it.each([
    ['a stranger', mallory, '2019/a.jpg'],
    ['a path nothing came from', alice, '2019/b.jpg'],
  ])('is not there for %s', async (_who, caller, path) => {
    expect(await errorOf(downloadLegacyFile(world(), caller, { path }))).toBeInstanceOf(NotFound);
  });

  it('is found by a path of 1,024 bytes, the most that a key of S3 has', async () => {
    const there = world();
    const legacyPath = `${'é'.repeat(510)}.jpg`;
    expect(Buffer.byteLength(legacyPath)).toBe(1024);
    kept(there, 'upl_2', { legacyPath, source: 's3' });
    await expect(downloadLegacyFile(there, alice, { path: legacyPath })).resolves.toBeDefined();
  });

  it.each(['', '/', './/', 'あ'.repeat(342), 'half \ud800'])('is no file for %j', async (path) => {
    expect(await errorOf(downloadLegacyFile(world(), admin, { path }))).toMatchObject({
      name: 'InvalidInput',
      issues: [{ field: 'path' }],
    });
  });
});
