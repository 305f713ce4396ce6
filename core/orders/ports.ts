import type { RecordErasure } from '../retention/model/erasure.ts';
import type { PermanentLocation } from '../uploads/model/upload.ts';
import type { Order, OrderFile, OrderWithFiles, PaymentRecord, Run } from './model/order.ts';
import type { OrderQuery } from './model/order-state.ts';

/** Orders and ledgers. Reads are consistent; writes are conditional on the revision read. */
export interface Orders {
  /** One transaction; throws `AlreadyExists`. */
  create(order: Order, files: readonly OrderFile[]): Promise<void>;
  find(orderId: string): Promise<OrderWithFiles | undefined>;
  /**
   * Writes over `order.revision` and returns the new record; throws `StaleRecord`. A lost answer is
   * recognised, not an error.
   */
  save(order: Order): Promise<Order>;
  /**
   * One transaction: the order as given, and its payment claimed for it. A payment pays one order:
   * throws `AlreadyExists` when it has paid another one, `StaleRecord` like `save`; then nothing is
   * written.
   */
  pay(order: Order & { payment: PaymentRecord }): Promise<Order>;
  /**
   * The same as `save` for an order that holds this payment, which is found by it from then on. A
   * payment that has paid or is held elsewhere stays there.
   */
  hold(order: Order, paymentId: string): Promise<Order>;
  /** The order that this payment has paid, or else the first that holds it. Consistent. */
  orderOfPayment(paymentId: string): Promise<string | undefined>;
  /** Writes order and ledger entry over their revisions, as one. Throws `StaleRecord`. */
  replaceFile(order: Order, file: OrderFile): Promise<void>;
  /** The same as `save` for one ledger entry. */
  saveFile(file: OrderFile): Promise<OrderFile>;
  /**
   * One transaction: the order as given, and each upload re-pointed, without a mark of removal.
   * Throws `StaleRecord` (order) or `SourceMissing` (an upload is gone or was quarantined).
   */
  commit(order: Order, locations: readonly PermanentLocation[]): Promise<Order>;
  /** One transaction: the order, and its entry in the erasure ledger. Throws like `save`. */
  erase(order: Order, entry: RecordErasure): Promise<void>;
  /** Order ids for the reconciler, unchanged since `before`, oldest first; may lag. */
  needingAttention(before: Date): AsyncIterable<string>;
  /** Ids of an owner's orders; eventually consistent. */
  listOwned(ownerId: string): AsyncIterable<string>;
}

/**
 * `begun`: this call or an earlier one started the run. `taken`: a run of that name existed before,
 * and has most likely ended.
 */
export type Start = 'begun' | 'taken';

/** Starts and observes executions of the saga. */
export interface Migrations {
  /** Idempotent by `run.runId`. */
  start(run: Run): Promise<Start>;
  /** Eventually consistent: a run that has just begun may not be seen yet. */
  isRunning(runId: string): Promise<boolean>;
}

/** One page of a list. `cursor` is an opaque value from the previous page. */
export type PageRequest = { limit: number; cursor?: string | undefined };

/** A page of a list; the last has no cursor. Any page may be short, even empty. */
export type Page<Item> = { items: Item[]; cursor?: string | undefined };

/**
 * Orders without their files. Indexes select the orders and may lag by seconds; each order itself
 * is read consistently. Throws `InvalidInput` for a cursor that this list did not make.
 */
export interface OrderLists {
  /** Last changed first; of one owner, newest first. */
  matching(query: OrderQuery, page: PageRequest): Promise<Page<Order>>;
  /** The order that a payment has paid or that holds it, by the provider's own id. */
  orderOfPayment(paymentId: string): Promise<string | undefined>;
  /** Those with a payment that a person must decide on, last changed first. */
  withHeldPayments(page: PageRequest): Promise<Page<Order>>;
  /** Those that need attention and have not changed since `before`, last changed first. */
  unattended(before: Date, page: PageRequest): Promise<Page<Order>>;
}
