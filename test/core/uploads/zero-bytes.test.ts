import { describe, expect, it } from '@jest/globals';
import { completeUpload } from '../../../core/uploads/complete-upload.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { sha256 } from '../builders/records.ts';
import { alice, aWorld } from '../builders/world.ts';

const transcript = {
  prefix: 'transcripts',
  contentTypes: ['text/plain'],
  maxSizeBytes: 1_000,
  storageClass: 'STANDARD',
} as const;

describe('a file of zero bytes', () => {
  it('is a file', async () => {
    const world = { ...aWorld(), categories: { transcript } };
    const contentType = 'text/plain';
    const { uploadId, key } = await createUpload(world, alice, {
      filename: 'notes.txt',
      contentType,
      category: 'transcript',
      sizeBytes: 0,
      sha256: sha256(''),
    });
    const upload = await world.uploads.find(uploadId);
    world.fileTypes.says = undefined;
    world.objects.put(upload?.bucket ?? 'none', key, '', { contentType, checksum: 'sha256' });
    expect(await completeUpload(world, alice, uploadId)).toMatchObject({
      status: 'uploaded',
      sizeBytes: 0,
      sha256: sha256(''),
    });
  });
});
