import { NotFound } from '../errors.ts';
import { visibleOrder } from '../orders/get-order.ts';
import type { Orders } from '../orders/ports.ts';
import type { Caller } from '../sessions/model/session.ts';
import type { Uploads } from '../uploads/ports.ts';
import { type ReachDeps, visibleUpload } from '../uploads/reach-upload.ts';
import { type ResolveDeps, type ResolvedFile, resolveFile } from './resolve-file.ts';

/** A fresh URL for an upload the caller may see. Throws `NotFound` or `Gone`. */
export const downloadUpload = async (
  deps: ResolveDeps & ReachDeps,
  caller: Caller,
  uploadId: string,
): Promise<ResolvedFile> => resolveFile(deps, await visibleUpload(deps, caller, uploadId));

/** A fresh URL for the file in one role of an order the caller may see. */
export const downloadOrderFile = async (
  deps: ResolveDeps & { uploads: Uploads; orders: Orders },
  caller: Caller,
  { orderId, role }: { orderId: string; role: string },
): Promise<ResolvedFile> => {
  const { files } = await visibleOrder(deps, caller, orderId);
  const file = files.find((candidate) => candidate.role === role);
  const upload = file && (await deps.uploads.find(file.uploadId));
  if (!upload) throw new NotFound('file', role);
  return resolveFile(deps, upload);
};
