import { KeepsakeError, TransientFault } from '../errors.ts';
import type { OrderFile } from '../orders/model/order.ts';
import { inOrder } from '../orders/model/order-view.ts';
import type { Orders } from '../orders/ports.ts';
import { hashToken } from '../sessions/model/token-hash.ts';
import type { Upload } from '../uploads/model/upload.ts';
import { uploadsById } from '../uploads/uploads-by-id.ts';
import { noSuchLink } from './live-link.ts';
import { isLive, type Link } from './model/link.ts';
import type { Links } from './ports.ts';
import { type ResolveDeps, type ResolvedFile, resolveFile } from './resolve-file.ts';
import { inSize } from './variant-file.ts';

type Deps = ResolveDeps & {
  links: Pick<Links, 'find' | 'touch'>;
  orders: Pick<Orders, 'find'>;
};

/** One file behind a link, with a fresh URL. */
export type LinkedFile = ResolvedFile & {
  role: string;
  fileName: string;
  contentType: string;
  sizeBytes: number;
};

/** The files behind a link, as the customer named them, and when the link itself ends. */
export type FollowedLink = { files: LinkedFile[]; expiresAt: string };

type How = { isUse?: boolean; variant?: string | undefined };

/**
 * The files that a printed link leads to now. Throws `NotFound` for an unknown or revoked link, and
 * `Gone` when all of its files are gone. Looking at
 * the link without following it is no use. `variant`: the smaller picture of each file.
 */
export const followLink = async (
  deps: Deps,
  token: string,
  { isUse = true, ...how }: How = {},
): Promise<FollowedLink> => {
  const now = deps.clock.now().toISOString();
  const { link, files } = await targetOf(deps, token, now);
  const resolved = await resolveAll(deps, files, how);
  if (isUse) await noteUse(deps, link, now.slice(0, 10));
  return { files: resolved, expiresAt: link.expiresAt };
};

type Target = { link: Link; files: OrderFile[] };

/**
 * The link and the files it stands for. Unknown, revoked, expired and refunded answer alike and in
 * the same time: the link's look-up, then an order's, and be it one that cannot exist.
 */
const targetOf = async ({ links, orders }: Deps, token: string, now: string): Promise<Target> => {
  const tokenHash = hashToken(token);
  const link = await links.find(tokenHash);
  const found = await orders.find(link?.orderId ?? `ord_${tokenHash.slice(0, 32)}`);
  if (
    !link ||
    !isLive(link, now) ||
    (found?.order.status !== 'paid' && found?.order.status !== 'completed') ||
    found.order.linksRevokedAt !== undefined
  )
    throw noSuchLink();
  const files = found.files
    .filter(
      ({ role, status }) => status !== 'skipped' && (link.role === undefined || link.role === role),
    )
    .sort(inOrder);
  return { link, files };
};

const resolveAll = async (
  deps: Deps,
  files: readonly OrderFile[],
  how: How,
): Promise<LinkedFile[]> => {
  const uploads = await uploadsById(
    deps.uploads,
    files.map(({ uploadId }) => uploadId),
  );
  const resolving = files.flatMap((file) => {
    const upload = uploads.get(file.uploadId);
    return upload ? [resolve(deps, file, upload, how)] : [];
  });
  return present(await Promise.allSettled(resolving));
};

const resolve = async (
  deps: Deps,
  { role }: OrderFile,
  upload: Upload,
  { variant }: How,
): Promise<LinkedFile> => {
  const file = await inSize(deps, upload, variant);
  const { fileName, contentType, sizeBytes } = file;
  return { ...(await resolveFile(deps, file)), role, fileName, contentType, sizeBytes };
};

/** A missing file must not take its neighbours along; any other error is reported. */
const present = (results: readonly PromiseSettledResult<LinkedFile>[]): LinkedFile[] => {
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  const files = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const serious = failures.find(
    (failure) => !(failure instanceof KeepsakeError && failure.family === 'missing'),
  );
  if (serious !== undefined) throw serious;
  if (files.length === 0) throw failures[0] ?? noSuchLink();
  return files;
};

/** A failed note of the use does not keep the caller from the file. */
const noteUse = async (
  { links }: Deps,
  { tokenHash, lastUsedOn }: Link,
  today: string,
): Promise<void> => {
  if (lastUsedOn === today) return;
  try {
    await links.touch(tokenHash, today);
  } catch (error) {
    if (!(error instanceof TransientFault)) throw error;
  }
};
