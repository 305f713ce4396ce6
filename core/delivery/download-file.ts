import { NotFound } from '../errors.ts';
import { getOrder } from '../orders/get-order.ts';
import type { Orders } from '../orders/ports.ts';
import type { Caller } from '../sessions/model/session.ts';
import type { Uploads } from '../uploads/ports.ts';
import { fetchableUpload, type ReachDeps } from '../uploads/reach-upload.ts';
import { type ResolveDeps, type ResolvedFile, resolveFile } from './resolve-file.ts';

/** A fresh URL for the caller's own upload; for a worker also of what a running job works on. */
export const downloadUpload = async (
  deps: ResolveDeps & ReachDeps,
  caller: Caller,
  uploadId: string,
): Promise<ResolvedFile> => resolveFile(deps, await fetchableUpload(deps, caller, uploadId));

/** A fresh URL for the file in one role of the caller's own order. */
export const downloadOrderFile = async (
  deps: ResolveDeps & { uploads: Uploads; orders: Orders },
  caller: Caller,
  { orderId, role }: { orderId: string; role: string },
): Promise<ResolvedFile> => {
  const { files } = await getOrder(deps, caller, orderId);
  const file = files.find((candidate) => candidate.role === role);
  const upload = file && (await deps.uploads.find(file.uploadId));
  if (!upload) throw new NotFound('file', role);
  return resolveFile(deps, upload);
};
