import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, type KeepsakeClient } from '../../client/node.ts';
import { deployed } from '../integration/shared/deployed.ts';

let keepsake: KeepsakeClient;
beforeAll(async () => {
  const baseUrl = deployed.apiUrl;
  const { token } = await createClient({ baseUrl }).createSession();
  keepsake = createClient({ baseUrl, token: async () => token });
});

/** Bytes that begin like a JPEG. */
const photo = (): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(5_000)]);

const uploadPhoto = async (bytes = photo()) =>
  keepsake.upload(bytes, { category: 'photo', filename: 'Grüße.jpg', contentType: 'image/jpeg' });

describe('the client against the deployed API', () => {
  it('uploads a file in one PUT', async () => {
    expect(await uploadPhoto()).toMatchObject({
      status: 'uploaded',
      fileName: 'Grüße.jpg',
      sizeBytes: 5_004,
    });
  });

  it('sends a thousand bytes as well as a million', async () => {
    const uploads = await Promise.all([
      uploadPhoto(photo().subarray(0, 1_000)),
      uploadPhoto(Buffer.concat([photo(), randomBytes(1_000_000)])),
    ]);
    expect(uploads.map(({ status }) => status)).toEqual(['uploaded', 'uploaded']);
  });

  it('sends a file of zero bytes, and has its files in the order given', async () => {
    const text = { category: 'transcript', filename: 'notes.txt' };
    const { uploadId, contentType } = await keepsake.upload(Buffer.alloc(0), text);
    expect(contentType).toBe('text/plain');
    const { uploadId: photoId } = await uploadPhoto();
    const { orderId } = await keepsake.createOrder({
      amount: { value: 9.9, currency: 'EUR' },
      files: [
        { uploadId: photoId, role: 'photo', required: true },
        { uploadId, role: 'notes', required: true },
      ],
    });
    const { files } = await keepsake.getOrder(orderId);
    expect(files.map(({ role }) => role)).toEqual(['photo', 'notes']);
  });

  it('ensures a URL’s file once, by what it tags it with', async () => {
    const { uploadId } = await keepsake.upload(photo(), {
      category: 'photo',
      filename: 'a.jpg',
      contentType: 'image/jpeg',
    });
    const { url } = await keepsake.downloadUrl(uploadId);
    const wanted = { category: 'photo', sourceId: `photo ${uploadId}`, filename: 'b.jpg' };
    const first = await keepsake.ensure(url, wanted);
    const second = await keepsake.ensure(url, wanted);
    await Promise.all([first.dispose(), second.dispose()]);
    expect(second.uploadId).toBe(first.uploadId);
    expect(first.uploadId).not.toBe(uploadId);
  });

  it('brings it to a worker, checked', async () => {
    const bytes = photo();
    const { uploadId } = await uploadPhoto(bytes);
    expect(
      await keepsake.withLocalFile(uploadId, async (path) => readFileSync(path).equals(bytes)),
    ).toBe(true);
  });

  it('orders it', async () => {
    const { uploadId } = await uploadPhoto();
    const { orderId } = await keepsake.createOrder({
      amount: { value: 9.9, currency: 'EUR' },
      files: [{ uploadId, role: 'photo', required: true }],
    });
    expect(await keepsake.getOrder(orderId)).toMatchObject({
      status: 'awaiting_payment',
      files: [{ uploadId, role: 'photo' }],
    });
  });

  it('learns why a file is refused', async () => {
    const refused = keepsake.upload(photo(), {
      category: 'nonsense',
      filename: 'a.jpg',
      contentType: 'image/jpeg',
    });
    await expect(refused).rejects.toMatchObject({
      type: 'urn:keepsake:problem:invalid-input',
      status: 400,
      errors: [{ field: 'category' }],
    });
  });

  it('gets the same answer for another owner’s upload as for none', async () => {
    const { uploadId } = await uploadPhoto();
    const { token } = await keepsake.createSession();
    const other = createClient({ baseUrl: deployed.apiUrl, token });
    await expect(other.getUpload(uploadId)).rejects.toMatchObject({
      type: 'urn:keepsake:problem:not-found',
      status: 404,
    });
  });
});
