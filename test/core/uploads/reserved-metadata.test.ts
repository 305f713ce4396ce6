import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/errors.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { storeText } from '../../../core/uploads/store-text.ts';
import { alice, aWorld, errorOf } from '../builders/world.ts';
import { photo } from './announcements.ts';

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
});
