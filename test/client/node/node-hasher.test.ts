import { expect, it } from '@jest/globals';
import { nodeHasher } from '../../../client/node/node-hasher.ts';
import type { Source } from '../../../client/platform.ts';

it('says what the disk said of a file, though a thread reads it', async () => {
  const hasher = nodeHasher({ inFile: true } as Source);
  const slice = { path: '/nowhere/film.mp4', start: 0, sizeBytes: 5 };
  await expect(hasher.add(slice, { sha256: true })).rejects.toMatchObject({
    message: expect.stringContaining('no such file'),
    code: 'ENOENT',
    syscall: 'open',
  });
  hasher.close();
});
