import * as z from 'zod';
import { parkedPageSchema } from '../core/operations/dead-letters.ts';
import { alarmStates } from '../core/operations/model/alarm.ts';
import { auditEntrySchema } from '../core/operations/model/audit-entry.ts';
import { figureNames, unknownReasons } from '../core/operations/model/figure.ts';
import { matchKinds, matchReasons } from '../core/operations/search.ts';
import { erasureSchema, recordErasureSchema } from '../core/retention/model/erasure.ts';
import { ownerErasureSchema } from '../core/retention/model/owner-erasure.ts';
import { legalHoldSchema } from '../core/uploads/model/legal-hold.ts';
import { leftOut, named } from './named-schema.ts';

const count = z.strictObject({ count: z.int(), more: z.boolean() });

export const attentionView = named(
  'Attention',
  z.strictObject({
    days: z.int(),
    orders: z.strictObject({
      failed: count,
      compensation_failed: count,
      stuck: count,
      payment_held: count,
    }),
  }),
);

export const metricsView = named(
  'StageMetrics',
  z.strictObject({
    from: z.string(),
    to: z.string(),
    migrated: z.number().optional(),
    failed: z.number().optional(),
    paidToKeptP50Ms: z.number().optional(),
    paidToKeptP95Ms: z.number().optional(),
    unknown: z.array(z.strictObject({ figure: z.enum(figureNames), why: z.enum(unknownReasons) })),
  }),
);

export const alarmsView = named(
  'StageAlarms',
  z.strictObject({
    alarms: z.array(
      z.strictObject({
        name: z.string(),
        state: z.enum(alarmStates),
        since: z.string().optional(),
        means: z.string(),
        runbook: z.string(),
      }),
    ),
    unknown: z.array(z.string()),
  }),
);

export const searchView = named(
  'SearchResult',
  z.strictObject({
    matches: z.array(
      z.strictObject({
        kind: z.enum(matchKinds),
        id: z.string(),
        by: z.enum(matchReasons),
        orderId: z.string().optional(),
      }),
    ),
  }),
);

export const deadLettersView = named(
  'DeadLetters',
  z.strictObject({
    queues: z.array(
      z.strictObject({ queue: z.string(), messages: z.int(), goesBack: z.boolean() }),
    ),
  }),
);

export const parkedView = named('ParkedMessages', parkedPageSchema);

export const redrivenView = named(
  'Redriven',
  z.strictObject({
    queue: z.string(),
    messages: z.int(),
    moving: z.boolean(),
    more: z.boolean(),
  }),
);

export const droppedView = named(
  'Dropped',
  z.strictObject({ queue: z.string(), dropped: z.array(z.string()), more: z.boolean() }),
);

const amount = z.strictObject({ files: z.int(), bytes: z.int() });

export const ownerQuotaView = named(
  'OwnerQuota',
  z.strictObject({ ownerId: z.string(), held: amount, limit: amount }),
);

export const erasurePageView = z.strictObject({
  erasures: z.array(
    z.union([
      named('Erasure', z.strictObject(erasureSchema.shape)),
      named('RecordErasure', z.strictObject(recordErasureSchema.shape)),
    ]),
  ),
  ...leftOut,
  cursor: z.string().optional(),
});

export const holdView = named(
  'Hold',
  z.strictObject({
    uploadId: z.string(),
    ownerId: z.string(),
    ...legalHoldSchema.shape,
    erasureRequestedAt: z.string().optional(),
  }),
);

export const holdsView = z.strictObject({
  holds: z.array(holdView),
  more: z.boolean(),
  ...leftOut,
});

export const ownedSessionsView = z.strictObject({
  sessions: z.array(
    named(
      'OwnedSession',
      z.strictObject({
        sessionId: z.string(),
        createdAt: z.string(),
        expiresAt: z.string(),
        claimedAt: z.string(),
      }),
    ),
  ),
  more: z.boolean(),
  ...leftOut,
});

export const ownerErasureView = named('OwnerErasure', z.strictObject(ownerErasureSchema.shape));

export const ownerErasedView = named(
  'OwnerErased',
  z.strictObject({
    ...ownerErasureSchema.shape,
    dryRun: z.boolean(),
    erased: z.strictObject({
      uploads: z.int(),
      bytes: z.int(),
      orders: z.int(),
      jobs: z.int(),
      links: z.int(),
    }),
    kept: z.array(z.strictObject({ id: z.string(), reason: z.string() })),
    more: z.boolean(),
  }),
);

export const auditPageView = z.strictObject({
  entries: z.array(named('AuditEntry', z.strictObject(auditEntrySchema.shape))),
  ...leftOut,
  cursor: z.string().optional(),
});
