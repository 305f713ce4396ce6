import { uploadEvents } from '../event-names.ts';
import type { EventBus } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import type { Upload } from './model/upload.ts';

/** An upload's record before and after one write. */
type Change = { uploadId: string; now?: Upload | undefined; before?: Upload | undefined };

/**
 * Requests that uploads announced with `keep` are kept for good, as soon as they have arrived.
 * Idempotent. Returns the ids whose request failed: call again with them.
 */
export const askToKeep = async (
  { bus }: { bus: EventBus },
  changes: readonly Change[],
  onFailure: (uploadIds: string[], error: unknown) => void,
): Promise<string[]> => {
  const asked = await settleAll(changes.filter(hasArrived), async ({ uploadId }) => {
    try {
      await bus.publish({ detailType: uploadEvents.promotionRequested, detail: { uploadId } });
      return [];
    } catch (error) {
      onFailure([uploadId], error);
      return [uploadId];
    }
  });
  return asked.flat();
};

/** True for the one write with which a file that is to be kept has arrived. */
const hasArrived = ({ now, before }: Change): boolean =>
  now?.keep === true && now.status === 'uploaded' && before?.status !== 'uploaded';
