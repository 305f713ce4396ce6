/** Names and keys of the tables' indexes. The infrastructure makes them; adapters query them. */

/**
 * Index of the orders and of the jobs table by remaining work: the reconciler looks at
 * `open#<shard>`, of orders also at `open-<state>#<shard>`; `<state>#<shard>` is every other order.
 */
export const attentionIndex = {
  name: 'attention',
  hashKey: 'attention',
  sortKey: 'updatedAt',
} as const;

/**
 * Indexes of the uploads table. Indexes project keys only, so a change is written only to the
 * indexes whose key it changes. A sort key ends with the upload's id, so a position in a list is
 * one string. Keys that many uploads share are sharded.
 */
export const uploadIndexes = {
  owner: { name: 'by-owner', hashKey: 'ownerId', sortKey: 'position' },
  partner: { name: 'by-partner', hashKey: 'partnerId', sortKey: 'position' },
  category: { name: 'by-category', hashKey: 'categoryShard', sortKey: 'position' },
  status: { name: 'by-status', hashKey: 'statusShard', sortKey: 'position' },
  /** Only records that will expire. */
  expiry: { name: 'by-expiry', hashKey: 'expiryShard', sortKey: 'expiryPosition' },
  /** Only what came from an older system. */
  legacyPath: { name: 'by-legacy-path', hashKey: 'legacyPath', sortKey: 'position' },
} as const;

/** How many keys stand for one busy value of an index. */
export const indexShards = 8;

/** Index of the orders table: an owner's orders, newest first. */
export const orderOwnerIndex = {
  name: 'by-owner',
  hashKey: 'ownerId',
  sortKey: 'createdAt',
} as const;

/** Index of the orders with a payment that a person must decide on; its hash key is sharded. */
export const heldPaymentsIndex = {
  name: 'held-payments',
  hashKey: 'held',
  sortKey: 'updatedAt',
} as const;

/** Index of the jobs table: an owner's jobs, newest first. */
export const jobOwnerIndex = { name: 'by-owner', hashKey: 'ownerId', sortKey: 'position' } as const;

/** Index of the jobs table by status, newest first; its hash key is sharded. */
export const jobStatusIndex = {
  name: 'by-status',
  hashKey: 'statusShard',
  sortKey: 'position',
} as const;

/** Index of the sessions table that holds claimed sessions only; its hash key is sharded. */
export const claimedIndex = { name: 'claimed', hashKey: 'claimed', sortKey: 'claimedAt' } as const;

/** Index of the sessions table that holds claimed sessions only: those that an owner claimed. */
export const claimerIndex = {
  name: 'by-claimer',
  hashKey: 'claimedBy',
  sortKey: 'claimedAt',
} as const;

/** Index of the links table: every permalink of an order. */
export const orderLinksIndex = {
  name: 'by-order',
  hashKey: 'orderId',
  sortKey: 'createdAt',
} as const;

/** Index of the links table: the links that a caller made, newest first. */
export const linkMakerIndex = {
  name: 'by-owner',
  hashKey: 'ownerId',
  sortKey: 'createdAt',
} as const;

/** Indexes of the audit table, newest first: every act, those of an operator, those on a record. */
export const auditIndexes = {
  time: { name: 'by-time', hashKey: 'list', sortKey: 'position' },
  actor: { name: 'by-actor', hashKey: 'actor', sortKey: 'position' },
  subject: { name: 'by-subject', hashKey: 'subject', sortKey: 'position' },
} as const;

/** The one value of `list`. A single key takes 1,000 writes/s; people act more slowly. */
export const auditList = 'acts';

/** Index of the erasure ledger: every entry, newest first; its hash key is sharded. */
export const erasuresIndex = { name: 'by-time', hashKey: 'list', sortKey: 'position' } as const;

/** The one value of `list` in the ledger. */
export const erasureList = 'erasures';

/** The value of `list` of an owner's erasure that is not finished. */
export const openErasureList = 'owners-open';

/**
 * Indexes of the deliveries table, last tried first: those of an endpoint in a status, and those
 * about an order, an upload or a job. 100 deliveries a second at most keep a key cool.
 */
export const deliveryIndexes = {
  endpoint: { name: 'by-endpoint', hashKey: 'list', sortKey: 'position' },
  subject: { name: 'by-subject', hashKey: 'subject', sortKey: 'position' },
} as const;

/** Index of the batches table: every batch, newest first. Records are not in it. */
export const batchesIndex = { name: 'by-creation', hashKey: 'kind', sortKey: 'createdAt' } as const;
