import { describe, expect, it } from '@jest/globals';
import { checkUpload } from '../../../core/uploads/check-upload.ts';
import { completeUpload } from '../../../core/uploads/complete-upload.ts';
import { aWorldInParts, sendParts } from '../builders/parts.ts';
import { alice } from '../builders/world.ts';

const hasTime = () => true;

describe('completions of a large file at once', () => {
  it('have it read once, whichever of their messages comes first', async () => {
    const world = await aWorldInParts();
    sendParts(world);
    const uploadId = 'upl_1';
    await Promise.all(Array.from({ length: 15 }, () => completeUpload(world, alice, uploadId)));
    let read = 0;
    const reader = {
      firstBytes: world.reader.firstBytes.bind(world.reader),
      bytesAt: world.reader.bytesAt.bind(world.reader),
      sha256: (...asked: Parameters<typeof world.reader.sha256>) => {
        read += 1;
        return world.reader.sha256(...asked);
      },
    };
    const outcomes = [];
    for (const request of world.checks.sent.toReversed())
      outcomes.push(await checkUpload({ ...world, reader }, { ...request, hasTime }));
    expect(read).toBe(1);
    expect(outcomes.filter((outcome) => outcome === 'uploaded')).toHaveLength(1);
  });

  it('leave a check of version 0.1.0 as it is: neither record nor message has an id', async () => {
    const world = await aWorldInParts();
    sendParts(world);
    await completeUpload(world, alice, 'upl_1');
    const checking = await world.uploads.find('upl_1');
    if (checking) {
      const { checkId: _id, ...older } = checking;
      world.uploads.put(older);
    }
    expect(await checkUpload(world, { uploadId: 'upl_1', hasTime })).toBe('uploaded');
  });
});
