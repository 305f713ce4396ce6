import { Gone, NotFound, UploadMismatch, UploadNotReceived } from '../errors.ts';
import { uploadEvents } from '../event-names.ts';
import type { EventBus } from '../shared/ports.ts';
import { isReceived, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';

type Deps = { uploads: Pick<Uploads, 'find'>; bus: EventBus };

/** For operators: requests that an upload is kept without an order. Permanent ones stay. */
export const requestPromotion = async (
  { uploads, bus }: Deps,
  uploadId: string,
): Promise<Upload> => {
  const upload = await uploads.find(uploadId);
  if (!upload) throw new NotFound('upload', uploadId);
  assertPromotable(upload);
  if (upload.status !== 'permanent')
    await bus.publish({ detailType: uploadEvents.promotionRequested, detail: { uploadId } });
  return upload;
};

const assertPromotable = (upload: Upload): void => {
  const { uploadId, status, removal } = upload;
  const context = { uploadId };
  if (status === 'quarantined')
    throw new UploadMismatch(`Upload ${uploadId} was refused and is never kept.`, { context });
  if (removal || status === 'aborted' || status === 'expired')
    throw new Gone(`Upload ${uploadId} is gone or going.`, { context });
  if (!isReceived(upload))
    throw new UploadNotReceived(
      `Upload ${uploadId} is ${status}. Only completed uploads are kept.`,
      { context },
    );
};
