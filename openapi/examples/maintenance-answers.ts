import { ids } from './ids.ts';

const at = '2030-01-01T12:00:00.000Z';

const hold = {
  uploadId: ids.photo,
  ownerId: ids.owner,
  at,
  by: ids.owner,
  reason: 'Case 12 O 345/30',
  until: '2031-01-01T00:00:00.000Z',
};

/** Answers about upkeep, metrics and alarms, by the name the document has for each. */
export const maintenanceAnswers = {
  reconciledOrders: { dryRun: true, orders: [{ orderId: ids.order, outcome: 'recovered' }] },
  orphansFound: {
    dryRun: true,
    counts: { versions: 1, young: 0, removable: 1, removed: 0, kept: 0, entries: 0, missing: 0 },
    orphans: [
      {
        key: `photos/${ids.order}/${ids.photo}`,
        versionId: ids.version,
        sizeBytes: 2_481_152,
        modifiedAt: at,
        why: `order ${ids.order} does not refer to it`,
        fate: 'would be removed',
      },
    ],
    missing: [],
  },
  metrics: {
    from: '2029-12-31T12:00:00.000Z',
    to: at,
    migrated: 214,
    failed: 1,
    paidToKeptP50Ms: 2_600,
    unknown: [{ figure: 'paidToKeptP95Ms', why: 'no_data' }],
  },
  alarms: {
    alarms: [
      {
        name: 'orders-failing',
        state: 'ringing',
        since: at,
        means: 'Several orders could not be kept; refunds were requested.',
        runbook: 'docs/runbook.md#orders-failing',
      },
    ],
    unknown: [],
  },
  erasurePage: {
    erasures: [
      {
        uploadId: ids.photo,
        ownerId: ids.owner,
        category: 'photo',
        versions: 2,
        bytes: 4_962_304,
        erasedAt: at,
        erasedBy: ids.owner,
      },
      {
        kind: 'order',
        recordId: ids.order,
        ownerId: ids.owner,
        erasedAt: at,
        erasedBy: ids.owner,
      },
    ],
  },
  hold,
  holds: { holds: [{ ...hold, erasureRequestedAt: at }], more: false },
  ownedSessions: {
    sessions: [{ sessionId: ids.session, createdAt: at, expiresAt: at, claimedAt: at }],
    more: false,
  },
  ownerErasure: { ownerId: ids.owner, requestedAt: at, requestedBy: ids.owner },
  ownerErased: {
    ownerId: ids.owner,
    requestedAt: at,
    requestedBy: ids.owner,
    dryRun: true,
    erased: { uploads: 3, bytes: 7_443_456, orders: 1, jobs: 0, links: 2 },
    kept: [{ id: ids.order, reason: 'The order is being migrated.' }],
    more: false,
  },
};
