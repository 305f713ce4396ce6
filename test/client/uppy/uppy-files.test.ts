import { describe, expect, it } from '@jest/globals';
import type { KeepsakeClient } from '../../../client/browser.ts';
import { UppyFiles } from '../../../client/uppy/uppy-files.ts';

const file = { id: 'cat', name: 'cat.jpg', data: new Blob(['cat']) };
const put = { method: 'PUT', url: 'https://s3.test/cat', headers: {} };

/** Files of which one is announced, and how Uppy sends it. */
const announced = async () => {
  const forget = async () => undefined;
  const lowLevel = {
    announce: async () => ({ uploadId: 'upl_1', key: 'k', ...put }),
    resumeRecord: async () => ({ forget }),
    send: async () => undefined,
  };
  const keepsake = { lowLevel, deleteUpload: forget } as unknown as KeepsakeClient;
  const options = { announcementOf: () => ({ category: 'photo' }), onWait: () => undefined };
  const files = new UppyFiles({ keepsake, ...options });
  await files.signWhole(file);
  const told = { onProgress: () => undefined, onComplete: () => undefined };
  return { files, send: () => files.send({ signature: put, body: file.data, ...told }) };
};

describe('the request of a file of Uppy', () => {
  it('is kept until it is sent', async () => {
    const { send } = await announced();
    await expect(send()).resolves.toEqual({ ETag: '' });
    await expect(send()).rejects.toThrow('not announced');
  });

  it.each<[string, (files: UppyFiles) => void]>([
    ['was removed', (files) => files.giveBack(file)],
    ['failed', (files) => files.fail(file)],
  ])('is forgotten, with its bytes, once the file %s', async (_, end) => {
    const { files, send } = await announced();
    end(files);
    await expect(send()).rejects.toThrow('not announced');
  });
});
