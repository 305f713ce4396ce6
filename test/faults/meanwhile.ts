import { objects } from '../integration/shared/storage.ts';
import type { Meanwhile } from './story.ts';

/** The video’s bytes are gone before the payment arrives. */
export const eraseVideo: Meanwhile = async (_orderId, uploads) => {
  for (const { bucket, key } of uploads.filter(({ category }) => category === 'video')) {
    for (const versionId of await objects.versions(bucket, key))
      await objects.removeVersion({ bucket, key, versionId });
  }
};
