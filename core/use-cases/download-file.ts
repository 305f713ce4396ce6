import { NotFound } from '../errors.ts';
import type { Caller } from '../model/session.ts';
import type { Orders, Uploads } from '../ports.ts';
import { getOrder } from './get-order.ts';
import { getUpload } from './get-upload.ts';
import { type ResolveDeps, type ResolvedFile, resolveFile } from './resolve-file.ts';

/** A fresh URL for the caller's own upload. */
export const downloadUpload = async (deps: ResolveDeps & { uploads: Uploads }, caller: Caller, uploadId: string): Promise<ResolvedFile> =>
  resolveFile(deps, await getUpload(deps, caller, uploadId));

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
