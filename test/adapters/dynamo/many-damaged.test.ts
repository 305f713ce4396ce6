import { describe, expect, it } from '@jest/globals';
import { toUploadItem } from '../../../adapters/dynamo/upload-item.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { withoutUnreadable } from '../../../core/shared/unreadable.ts';
import { sampleUpload } from '../../contracts/shared/samples.ts';
import { tableOf } from './damaged-table.ts';

const createdAt = (n: number): string => new Date(Date.UTC(2030, 0, 1) - n * 1000).toISOString();

/** Newest first, as the index has them. */
const written = (n: number, status: string) => ({
  ...toUploadItem(sampleUpload({ uploadId: `upl_${n}`, createdAt: createdAt(n) })),
  status,
});

describe('a list of uploads that a later version wrote, before it was rolled back', () => {
  it('answers what was read after a thousand of them, and where it goes on', async () => {
    const items = Array.from({ length: 2_000 }, (_, n) => written(n, 'of a later version'));
    const { answer, unreadable } = await withoutUnreadable(
      new DynamoUploads(tableOf(items), 't').list({}, { limit: 99 }),
    );
    expect(unreadable).toHaveLength(1_000);
    expect(answer).toEqual({ uploads: [], next: `${createdAt(999)}#upl_999` });
  });
});
