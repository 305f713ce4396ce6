import type { EventBus } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import { newsIn, type UploadChange } from './model/upload-news.ts';

/**
 * Tells the bus what happened to uploads: at least once, because a write may be told again. Returns
 * the ids whose news the bus did not take: tell them again.
 */
export const publishUploadNews = async (
  { bus }: { bus: Pick<EventBus, 'publish'> },
  writes: readonly UploadChange[],
  onFailure: (uploadIds: string[], error: unknown) => void,
): Promise<string[]> => {
  const news = writes.flatMap((write) => newsIn(write) ?? []);
  const failed = await settleAll(news, async (told) => {
    try {
      await bus.publish(told);
      return [];
    } catch (error) {
      onFailure([told.detail.uploadId], error);
      return [told.detail.uploadId];
    }
  });
  return failed.flat();
};
