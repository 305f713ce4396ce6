import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/errors.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { storeText } from '../../../core/uploads/store-text.ts';
import { alice, aWorld, errorOf } from '../builders/world.ts';
import { photo } from './announcements.ts';

const sourceTag = 'ab'.repeat(32);

describe('metadata that Keepsake writes', () => {
  it.each(['keepsake.source', 'keepsake', 'Keepsake-Order', 'keepsake_x', 'jobId', 'jobid'])(
    'is not the client’s to write: %s',
    async (name) => {
      const metadata = { [name]: 'job_1' };
      const text = { filename: 'a.txt', category: 'photo', text: 'Hello', metadata };
      for (const refused of [
        createUpload(aWorld(), alice, { ...photo, metadata }),
        storeText(aWorld(), alice, text),
      ])
        expect(await errorOf(refused)).toMatchObject({
          name: InvalidInput.name,
          issues: [{ field: `metadata.${name}` }],
        });
    },
  );

  it('says where a file was fetched from, beside what the client says', async () => {
    const world = aWorld();
    const wanted = { ...photo, metadata: { take: '3' }, sourceTag };
    const { uploadId } = await createUpload(world, alice, wanted);
    expect(await world.uploads.find(uploadId)).toMatchObject({
      metadata: { take: '3', 'keepsake.source': sourceTag },
    });
  });

  it.each(['', 'AB'.repeat(32), 'ab', `${sourceTag}a`, 7])('is no source: %j', async (wrong) => {
    expect(
      await errorOf(createUpload(aWorld(), alice, { ...photo, sourceTag: wrong })),
    ).toMatchObject({ issues: [{ field: 'sourceTag' }] });
  });
});
