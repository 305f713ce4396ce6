/** Bodies of requests about Alice's files. */

export const amount = { value: 1, currency: 'EUR' };
export const files = [{ uploadId: 'upl_free', role: 'photo', required: true }];
export const photo = {
  filename: 'photo.jpg',
  category: 'photo',
  contentType: 'image/jpeg',
  sizeBytes: 5,
  sha256: `${'A'.repeat(43)}=`,
};
export const text = { filename: 'a.txt', category: 'transcript', text: 'Hello' };
export const jobOver = (uploadId: string, inputs: string) => ({
  title: 'Cut',
  inputs: { film: uploadId },
  onFinish: { inputs, outputs: 'keep' },
});
