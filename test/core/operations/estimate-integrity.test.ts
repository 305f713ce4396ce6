import { describe, expect, it } from '@jest/globals';
import { estimateIntegrity } from '../../../core/operations/estimate-integrity.ts';
import { anUpload } from '../builders/records.ts';
import { filesBucket } from '../builders/world.ts';

const GB = 1e9;

const registered = {
  pages: async function* () {
    for (let n = 0; n < 1000; n++)
      yield {
        uploads: [
          anUpload({ uploadId: `upl_${n}`, bucket: filesBucket, key: `a/${n}`, sizeBytes: GB }),
          anUpload({ uploadId: `upl_other_${n}`, bucket: 'elsewhere', key: `a/${n}` }),
        ],
        unreadable: n === 0 ? [{ kind: 'upload', id: 'upl_lost', fields: ['status'] }] : [],
      };
  },
};
const all = { part: 1, of: 1 };
const estimate = (options: Parameters<typeof estimateIntegrity>[1]) =>
  estimateIntegrity({ registered, filesBucket }, options);

describe('the cost of a comparison, beforehand', () => {
  it('is one request for each file when no byte is read', async () => {
    expect(await estimate({ part: all })).toMatchObject({
      files: 1000,
      requests: 1000,
      bytesToRead: 0,
      dollars: { requests: 0.0004, egress: 0 },
    });
  });

  it('is two requests and all bytes at most when files are read', async () => {
    expect(await estimate({ part: all, read: 'unproven' })).toMatchObject({
      requests: 2000,
      bytesToRead: 1000 * GB,
      dollars: { egress: 90 },
    });
  });

  it('is that of the part and of the prefix alone', async () => {
    const parts = await Promise.all([1, 2, 3].map((part) => estimate({ part: { part, of: 3 } })));
    expect(parts.reduce((sum, { files }) => sum + files, 0)).toBe(1000);
    expect((await estimate({ part: all, prefix: 'a/99' })).files).toBe(11);
  });
});
