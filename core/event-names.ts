/**
 * Sources and detail types of events. The infrastructure routes them; the code sends and reads
 * them.
 */

/** Events Keepsake puts on its own bus. */
export const orderEvents = {
  source: 'keepsake.orders',
  completed: 'OrderMigrationCompleted',
  failed: 'OrderMigrationFailed',
  retryRequested: 'OrderMigrationRetryRequested',
} as const;

/**
 * What Keepsake says of processing jobs on its bus; `created` is what a customer's worker waits
 * for.
 */
export const jobEvents = {
  source: 'keepsake.jobs',
  created: 'JobCreated',
  finished: 'JobFinished',
  failed: 'JobFailed',
} as const;

/** What Keepsake asks itself for over its bus, a file at a time. */
export const uploadEvents = {
  source: 'keepsake.uploads',
  promotionRequested: 'UploadPromotionRequested',
} as const;

/** The payment event of a stage that does not configure its own. */
export const defaultPaymentEvent = {
  source: 'keepsake.payments',
  detailType: 'PaymentSucceeded',
} as const;
