import type { ObjectStore } from '../../../core/storage/ports.ts';
import type { Api } from '../api.ts';

/**
 * Deletes the bytes of a customer's upload, as no customer can. This stands for a lifecycle rule, a
 * broken disk or an operator's mistake between the order and its payment.
 */
export const loseUpload = async (
  customer: Pick<Api, 'getUpload'>,
  storage: { objects: Pick<ObjectStore, 'removeVersion'>; uploadsBucket: string },
  uploadId: string,
): Promise<void> => {
  const { key, versionId = '' } = await customer.getUpload(uploadId);
  await storage.objects.removeVersion({ bucket: storage.uploadsBucket, key, versionId });
};
