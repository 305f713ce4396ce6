import * as z from 'zod';
import type { Batches } from '../bulk/ports.ts';
import { linkIdOf } from '../delivery/model/link.ts';
import type { Links } from '../delivery/ports.ts';
import { RecordUnreadable } from '../errors.ts';
import type { Jobs } from '../jobs/ports.ts';
import type { OrderLists, Orders } from '../orders/ports.ts';
import { userOwner } from '../sessions/model/owners.ts';
import { hashToken } from '../sessions/model/token-hash.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { readEach, withoutUnreadable } from '../shared/unreadable.ts';
import type { Uploads } from '../uploads/ports.ts';

/** The reading parts of every store that an id may lead to. */
export type SearchDeps = {
  orders: Pick<Orders, 'find'>;
  lists: Pick<OrderLists, 'matching' | 'orderOfPayment'>;
  uploads: Pick<Uploads, 'find' | 'list'>;
  batches: Pick<Batches, 'find'>;
  jobs: Pick<Jobs, 'find'>;
  links: Pick<Links, 'find'>;
};

export const searchSchema = z.strictObject(
  {
    query: z
      .string('must be an id')
      .trim()
      .min(1, 'must not be empty')
      .max(1100, 'must have at most 1100 characters')
      .refine((text) => text.isWellFormed(), 'must be well-formed Unicode'),
  },
  'must be a JSON object',
);

/** The kinds of records that a search finds. */
export const matchKinds = ['order', 'upload', 'batch', 'job', 'link', 'owner'] as const;

/** The fields of a record that the searched text can equal. */
export const matchReasons = ['id', 'payment', 'token', 'key', 'path'] as const;

/** A record that the text leads to, and what of it the text is. Links name their order. */
export type Match = {
  kind: (typeof matchKinds)[number];
  id: string;
  by: (typeof matchReasons)[number];
  orderId?: string;
};

type Find = (deps: SearchDeps, text: string) => Promise<Match[]>;

/** A record that cannot be read is there all the same. */
const isThere = async (finding: Promise<unknown>): Promise<boolean> => {
  try {
    return (await finding) !== undefined;
  } catch (error) {
    if (error instanceof RecordUnreadable) return true;
    throw error;
  }
};

/** Looks up a text by a kind of id, if it has that id's shape. */
const byId =
  (kind: Match['kind'], shape: RegExp, find: (deps: SearchDeps, id: string) => Promise<unknown>) =>
  async (deps: SearchDeps, text: string): Promise<Match[]> =>
    shape.test(text) && (await isThere(find(deps, text))) ? [{ kind, id: text, by: 'id' }] : [];

/** A payment's id is the provider's own: any printable text. */
const byPayment: Find = async ({ lists }, text) => {
  const orderId = /^[!-~]{1,255}$/.test(text) ? await lists.orderOfPayment(text) : undefined;
  return orderId === undefined ? [] : [{ kind: 'order', id: orderId, by: 'payment' }];
};

const linkMatch = async (
  { links }: SearchDeps,
  tokenHash: string,
  by: 'id' | 'token',
): Promise<Match[]> => {
  const { answer, unreadable } = await readEach([tokenHash], (hash) => links.find(hash));
  const [link] = answer;
  const match = { kind: 'link', id: linkIdOf({ tokenHash }), by } as const;
  if (unreadable.length > 0) return [match];
  return link ? [{ ...match, orderId: link.orderId }] : [];
};

/** A link by its id, by its token, or by the address that is printed. */
const byLink: Find = async (deps, text) => {
  const [, tokenHash] = /^lnk_([0-9a-f]{64})$/.exec(text) ?? [];
  if (tokenHash !== undefined) return linkMatch(deps, tokenHash, 'id');
  const [, token] = /(?:^|\/l\/)([\w-]{16,64})(?:\/qr\.(?:svg|png))?$/.exec(text) ?? [];
  return token === undefined ? [] : linkMatch(deps, hashToken(token), 'token');
};

/** The key of a permanent file ends with its upload's id; `s3://bucket/` before it is forgiven. */
const byKey: Find = async ({ uploads }, text) => {
  const key = text.replace(/^s3:\/\/[^/]+\//, '');
  const [, uploadId] = /\/(upl_\w{1,60})$/.exec(key) ?? [];
  if (uploadId === undefined) return [];
  const { answer, unreadable } = await readEach([uploadId], (id) => uploads.find(id));
  const isIts = answer[0]?.key === key || unreadable.length > 0;
  return isIts ? [{ kind: 'upload', id: uploadId, by: 'key' }] : [];
};

const byLegacyPath: Find = async ({ uploads }, text) => {
  const legacyPath = text.replace(/^(?:\.?\/)+/, '');
  if (legacyPath === '' || Buffer.byteLength(legacyPath) > 1024) return [];
  const { answer, unreadable } = await withoutUnreadable(
    uploads.list({ legacyPath }, { limit: 10 }),
  );
  const ids = [
    ...answer.uploads.map(({ uploadId }) => uploadId),
    ...unreadable.map(({ id }) => id),
  ];
  return ids.map((id) => ({ kind: 'upload', id, by: 'path' }));
};

/** An owner is known by what they own; owners have no records. */
const byOwner: Find = async ({ lists, uploads }, text) => {
  const ownerId = userOwner(text);
  if (!/^[ -~]{1,260}$/.test(ownerId)) return [];
  const [orders, files] = await Promise.all([
    withoutUnreadable(lists.matching({ ownerId }, { limit: 1 })),
    withoutUnreadable(uploads.list({ ownerId }, { limit: 1 })),
  ]);
  const found = [...orders.answer.items, ...files.answer.uploads];
  const isKnown = [...found, ...orders.unreadable, ...files.unreadable].length > 0;
  return isKnown ? [{ kind: 'owner', id: ownerId, by: 'id' }] : [];
};

const finders: readonly Find[] = [
  byId('order', /^ord_\w{1,60}$/, ({ orders }, id) => orders.find(id)),
  byId('upload', /^upl_\w{1,60}$/, ({ uploads }, id) => uploads.find(id)),
  byId('batch', /^bat_[\w-]{1,60}$/, ({ batches }, id) => batches.find(id)),
  byId('job', /^job_\w{1,60}$/, ({ jobs }, id) => jobs.find(id)),
  byPayment,
  byLink,
  byKey,
  byLegacyPath,
  byOwner,
];

/** Every record that a text leads to. A link's token is neither answered nor kept. */
export const search = async (deps: SearchDeps, input: unknown): Promise<{ matches: Match[] }> => {
  const { query } = parseInput(searchSchema, input);
  const found = await Promise.all(finders.map((find) => find(deps, query)));
  return { matches: found.flat() };
};
