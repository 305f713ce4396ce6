import * as z from 'zod';
import { moneySchema } from '../../shared/model/money.ts';
import { type FailureCode, failureCodes } from '../../storage/model/failure.ts';
import { proofs } from '../../storage/model/proof.ts';
import { disputeNewsSchema } from './dispute-news.ts';
import { refundNewsSchema } from './refund-news.ts';

/** An order's state tells who acts next: customer, Keepsake, payment provider or no one. */
export const orderStatuses = ['awaiting_payment', 'paid', 'completed', 'refund_requested'] as const;

/** The API shows `compensating` as `migrating`. `compensation_failed` waits for an operator. */
export const migrationStatuses = [
  'pending',
  'migrating',
  'compensating',
  'completed',
  'failed',
  'compensation_failed',
] as const;

const failureSchema = z.object({
  code: z.enum(failureCodes),
  message: z.string(),
  role: z.string().optional(),
});

export type Failure = z.infer<typeof failureSchema>;

const paymentRecordSchema = z.object({
  paymentId: z.string(),
  amount: moneySchema,
  receivedAt: z.string(),
});

export type PaymentRecord = z.infer<typeof paymentRecordSchema>;

/** A payment a person must decide on: second, of a wrong amount, or of another order. */
const heldPaymentSchema = paymentRecordSchema.extend({
  reason: z.enum(['second_payment', 'amount_mismatch', 'paid_another_order']),
  /** When a person or the shop's backend decided on it, and their note. */
  settledAt: z.string().optional(),
  note: z.string().optional(),
});

const refundSchema = z.object({
  idempotencyKey: z.string(),
  reason: z.string(),
  requestedAt: z.string(),
  /** The time by which the provider must have settled it, where the stage watches that. */
  settleBy: z.string().optional(),
  /** Set once operators were alerted that it has not settled. */
  overdueAt: z.string().optional(),
});

/** An announcement that the record promises and the bus has not seen yet (transactional outbox). */
const orderEventSchema = z.object({
  detailType: z.enum([
    'OrderMigrationCompleted',
    'OrderMigrationFailed',
    'OrderMigrationRetryRequested',
  ]),
  detail: z.record(z.string(), z.unknown()),
});

export type OrderEvent = z.infer<typeof orderEventSchema>;

const migrationSchema = z.object({
  status: z.enum(migrationStatuses),
  /** 0 before the first payment; then the number of the run of the saga. */
  attempt: z.number().int(),
  /** The execution that holds the order now; fencing token of every write. */
  runId: z.string().optional(),
  /** How often a dead execution was taken over in this attempt. */
  recoveries: z.number().int(),
  startedAt: z.string().optional(),
  completedAt: z.string().optional(),
  error: failureSchema.optional(),
});

/** Events of an order other than payments and refunds, which have their own fields. */
export const historyEvents = [
  'migration_started',
  'completed',
  'taken_over',
  'compensation_started',
  'compensated',
  'compensation_failed',
  'retry_due',
  'announced',
  'swept',
  'refund_stopped',
  'retry_requested',
  'file_replaced',
] as const;

/** One line of an order's history, written in the same write as what it tells. */
const historyEntrySchema = z.object({
  at: z.string(),
  event: z.enum(historyEvents),
  attempt: z.number().int(),
  runId: z.string().optional(),
  /** Why, where something went wrong. */
  cause: failureSchema.optional(),
});

export type HistoryEntry = z.infer<typeof historyEntrySchema>;

export const orderSchema = z.object({
  orderId: z.string(),
  ownerId: z.string(),
  /**
   * The anonymous session that placed the order, once an owner has claimed it. Copies made before
   * the claim carry the session's mark.
   */
  sessionId: z.string().optional(),
  status: z.enum(orderStatuses),
  amount: moneySchema,
  payment: paymentRecordSchema.optional(),
  heldPayments: z.array(heldPaymentSchema),
  migration: migrationSchema,
  refund: refundSchema.optional(),
  /** The provider's refunds of the order's payments, the latest news of each. */
  refunds: z.array(refundNewsSchema.omit({ orderId: true })).optional(),
  /** Disputes of the order's payments, the latest news of each. */
  disputes: z.array(disputeNewsSchema.omit({ orderId: true })).optional(),
  /** Set while the order's links answer nothing, because its payment was refunded. */
  linksRevokedAt: z.string().optional(),
  announcement: orderEventSchema.optional(),
  /** Set once late copies of a failed attempt were looked for and removed. */
  sweptAt: z.string().optional(),
  /** Start of the sweep for late copies. Meanwhile no other process may touch the copies. */
  sweepingSince: z.string().optional(),
  /** Oldest first, bounded. */
  history: z.array(historyEntrySchema).optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Optimistic lock: a write succeeds only over the revision it was decided on. */
  revision: z.number().int(),
});

export type Order = z.infer<typeof orderSchema>;

export const fileStatuses = [
  'pending',
  'copying',
  'copied',
  'verified',
  'skipped',
  'failed',
  'removed',
] as const;

/** The ledger: one item per file of an order, written before (intent) and after every step. */
export const orderFileSchema = z.object({
  orderId: z.string(),
  role: z.string(),
  /** Where the customer named it among the order's files, from 0; older records do not say. */
  position: z.number().int().optional(),
  required: z.boolean(),
  uploadId: z.string(),
  status: z.enum(fileStatuses),
  /** The attempt that last wrote this entry. */
  attempt: z.number().int(),
  permanentKey: z.string().optional(),
  versionId: z.string().optional(),
  /** True when this attempt made the version; compensation removes nothing else. */
  created: z.boolean().optional(),
  sizeBytes: z.number().int().optional(),
  sha256: z.string().optional(),
  verifiedBy: z.enum(proofs).optional(),
  failure: failureSchema.optional(),
  /** The attempt's copy that compensation removed; without a version, only an intent. */
  undone: z
    .object({ permanentKey: z.string(), versionId: z.string().optional(), at: z.string() })
    .optional(),
  updatedAt: z.string(),
  revision: z.number().int(),
});

export type OrderFile = z.infer<typeof orderFileSchema>;

/** An order with its ledger, read consistently. */
export type OrderWithFiles = { order: Order; files: OrderFile[] };

/** One execution of the saga, as the state machine passes it on. `runId`: its name. */
export type Run = { orderId: string; attempt: number; runId: string };

/** The files one Copy, Verify or Remove step handles. */
export type Chunk = Run & { roles: string[] };

/** A step's outcome for one file, as the execution history keeps it. */
export type FileOutcome = { role: string; status: OrderFile['status']; failure?: FailureCode };
