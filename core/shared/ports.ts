import type { orderEvents, uploadEvents, webhookEvents } from '../event-names.ts';
import type { JobEvent } from '../jobs/model/job.ts';
import type { OrderEvent } from '../orders/model/order.ts';
import type { PaymentEvent } from '../payments/model/provider-news.ts';
import type { UploadNews } from '../uploads/model/upload-news.ts';
import type { IdempotentRequest } from './model/idempotent-request.ts';

/**
 * Ports of every capability. Here and in each capability's `ports.ts`, a port throws
 * `TransientFault` when its dependency throttles, times out or answers 5xx: the same call may be
 * made again.
 */

/** The current time; a port, so that tests can set it. */
export interface Clock {
  now(): Date;
}

/** Fresh, unguessable identifiers. */
export interface Ids {
  /** `upl_…`, `ord_…`, `ses_…`, `job_…`, `bat_…`: 128 random bits after the prefix. */
  next(prefix: 'upl' | 'ord' | 'ses' | 'job' | 'bat' | 'aud'): string;
  /** 256 random bits, base64url. */
  secret(): string;
  /** 128 random bits, base64url: the token of a printed link. */
  linkToken(): string;
}

/** An event on the bus. Its type decides its source. */
export type BusEvent =
  | OrderEvent
  | JobEvent
  | PaymentEvent
  | UploadNews
  | { detailType: typeof orderEvents.paymentHeld; detail: Record<string, unknown> }
  | { detailType: typeof uploadEvents.promotionRequested; detail: Record<string, unknown> }
  | { detailType: typeof webhookEvents.deliveryRequested; detail: Record<string, unknown> };

/** The bus customers listen to. Delivers at least once. */
export interface EventBus {
  publish(event: BusEvent): Promise<void>;
}

/** Requests that carry an Idempotency-Key. */
export interface IdempotentRequests {
  /**
   * Records the run, unless one of the same `requestId` is valid. Returns the one that is on record
   * then; a run that takes the place of an earlier one may have that one's seed.
   */
  begin(run: IdempotentRequest, now: Date): Promise<IdempotentRequest>;
  /** Records how the run ended. Does nothing when another run has taken its place. */
  end(run: IdempotentRequest): Promise<void>;
}

/** Something a person must know. Carries the id of an order or an upload, and never a URL. */
export type Alert = {
  kind:
    | 'payment_held'
    | 'migration_failed'
    | 'corruption'
    | 'compensation_failed'
    | 'migration_interrupted'
    | 'refund_refused'
    | 'payment_disputed'
    | 'refund_overdue'
    | 'file_infected';
  /** The order concerned; a file may have none. */
  orderId?: string;
  /** The file concerned, if any. */
  uploadId?: string;
  message: string;
};

/** Alerts the operators. */
export interface Alerts {
  raise(alert: Alert): Promise<void>;
}
