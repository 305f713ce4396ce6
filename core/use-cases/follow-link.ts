import { NotFound } from '../errors.ts';
import { isLive } from '../model/link.ts';
import type { OrderFile } from '../model/order.ts';
import type { Links, Orders, Uploads } from '../ports.ts';
import { hashToken } from './create-session.ts';
import { type ResolveDeps, type ResolvedFile, resolveFile } from './resolve-file.ts';

type Deps = ResolveDeps & { links: Links; orders: Orders; uploads: Uploads };

/** One file behind a link, with a fresh URL. */
export type LinkedFile = ResolvedFile & { role: string; fileName: string; contentType: string };

const nowhere = (): NotFound => new NotFound('link', 'of that token');

const targetsOf = async ({ orders }: Deps, orderId: string, role: string | undefined): Promise<OrderFile[]> => {
  const found = await orders.find(orderId);
  if (!found || (found.order.status !== 'paid' && found.order.status !== 'completed')) throw nowhere();
  return found.files.filter((file) => file.status !== 'skipped' && (role === undefined || file.role === role));
};

const resolve = async (deps: Deps, files: readonly OrderFile[]): Promise<LinkedFile[]> => {
  const uploads = new Map((await deps.uploads.findMany(files.map(({ uploadId }) => uploadId))).map((upload) => [upload.uploadId, upload]));
  return Promise.all(
    files.flatMap(({ role, uploadId }) => {
      const upload = uploads.get(uploadId);
      return upload
        ? [resolveFile(deps, upload).then((file) => ({ ...file, role, fileName: upload.fileName, contentType: upload.contentType }))]
        : [];
    }),
  );
};

/** What a printed link leads to now. Unknown, revoked and expired links answer alike: one look-up each, then `NotFound`. */
export const followLink = async (deps: Deps, token: string): Promise<LinkedFile[]> => {
  const now = deps.clock.now().toISOString();
  const link = await deps.links.find(hashToken(token));
  if (!link || !isLive(link, now)) throw nowhere();
  const files = await resolve(deps, await targetsOf(deps, link.orderId, link.role));
  if (files.length === 0) throw nowhere();
  const today = now.slice(0, 10);
  if (link.lastUsedOn !== today) await deps.links.touch(link.tokenHash, today);
  return files;
};
