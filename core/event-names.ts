/** Sources and detail types of events, for the rules and for the code that sends them. */

/** Events Keepsake puts on its own bus. */
export const orderEvents = {
  source: 'keepsake.orders',
  completed: 'OrderMigrationCompleted',
  failed: 'OrderMigrationFailed',
  retryRequested: 'OrderMigrationRetryRequested',
  paymentHeld: 'OrderPaymentHeld',
} as const;

/** Events of processing jobs on Keepsake's bus. A customer's worker waits for `created`. */
export const jobEvents = {
  source: 'keepsake.jobs',
  created: 'JobCreated',
  finished: 'JobFinished',
  failed: 'JobFailed',
} as const;

/** Requests that Keepsake sends to itself over its bus, one per file, and news of uploads. */
export const uploadEvents = {
  source: 'keepsake.uploads',
  promotionRequested: 'UploadPromotionRequested',
  received: 'UploadReceived',
  quarantined: 'UploadQuarantined',
  promoted: 'UploadPromoted',
  withdrawn: 'UploadWithdrawn',
  erased: 'UploadErased',
  expired: 'UploadExpired',
} as const;

/** Verdicts of a scanner for malware on Keepsake's bus. */
export const scanEvents = { source: 'keepsake.scans', finished: 'ScanFinished' } as const;

/** GuardDuty's verdicts, on the account's default bus. */
export const guardDutyResult = {
  source: 'aws.guardduty',
  detailType: 'GuardDuty Malware Protection Object Scan Result',
} as const;

/** Payments, refunds and disputes on Keepsake's bus, from any provider. */
export const paymentEvents = {
  source: 'keepsake.payments',
  succeeded: 'PaymentSucceeded',
  refundChanged: 'PaymentRefundChanged',
  disputed: 'PaymentDisputed',
} as const;

/** Requests that Keepsake sends to itself over its bus: an event goes to its endpoint once more. */
export const webhookEvents = {
  source: 'keepsake.webhooks',
  deliveryRequested: 'WebhookDeliveryRequested',
} as const;

/** The payment event of a stage that does not configure its own. */
export const defaultPaymentEvent = {
  source: paymentEvents.source,
  detailType: paymentEvents.succeeded,
} as const;
