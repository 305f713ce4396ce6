import { NotFound } from '../errors.ts';
import { visibleOrder } from '../orders/get-order.ts';
import type { Orders } from '../orders/ports.ts';
import type { Caller } from '../sessions/model/session.ts';
import type { Uploads } from '../uploads/ports.ts';
import { type ReachDeps, visibleUpload } from '../uploads/reach-upload.ts';
import { type ResolveDeps, type ResolvedFile, resolveFile } from './resolve-file.ts';
import { inSize } from './variant-file.ts';

/** The wanted smaller picture of the file; by default the file itself. */
type WantedSize = { variant?: string | undefined };

/** A fresh URL for an upload the caller may see. Throws `NotFound` or `Gone`. */
export const downloadUpload = async (
  deps: ResolveDeps & ReachDeps,
  caller: Caller,
  uploadId: string,
  { variant }: WantedSize = {},
): Promise<ResolvedFile> => {
  const upload = await visibleUpload(deps, caller, uploadId);
  return resolveFile(deps, await inSize(deps, upload, variant));
};

/** A fresh URL for the file in one role of an order the caller may see. */
export const downloadOrderFile = async (
  deps: ResolveDeps & { uploads: Uploads; orders: Orders },
  caller: Caller,
  { orderId, role, variant }: { orderId: string; role: string | undefined } & WantedSize,
): Promise<ResolvedFile> => {
  const { files } = await visibleOrder(deps, caller, orderId);
  const file = files.find((candidate) => candidate.role === role);
  const upload = file && (await deps.uploads.find(file.uploadId));
  if (!upload) throw new NotFound('file', `${role}`);
  return resolveFile(deps, await inSize(deps, upload, variant));
};
