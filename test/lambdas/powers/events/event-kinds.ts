import * as z from 'zod';
import { mappedPaymentSchema } from '../../../../core/orders/model/map-payment.ts';
import {
  guardDutyEventSchema,
  scanFinishedEventSchema,
} from '../../../../core/scans/model/scan-news.ts';
import {
  executionEventSchema,
  executionInputSchema,
} from '../../../../lambdas/orders/consume-executions.ts';
import { retryRequestSchema } from '../../../../lambdas/orders/consume-payments.ts';
import {
  disputeEventSchema,
  refundEventSchema,
} from '../../../../lambdas/orders/consume-refunds.ts';
import { promotionRequestSchema } from '../../../../lambdas/promotions/consume-promotions.ts';
import { arrivalSchema, checkRequestSchema } from '../../../../lambdas/uploads/consume-arrivals.ts';
import {
  variantJobSchema,
  variantNewsSchema,
} from '../../../../lambdas/variants/consume-variant-requests.ts';
import { leavesOf, type Schema } from '../request-fields.ts';

/**
 * Every message that a function takes from a queue. `senders`: the functions of the stage that may
 * send it; AWS alone sends events of a source that begins with `aws.`.
 */
export const eventKinds = {
  payment: {
    consumer: 'receive-payment',
    event: 'keepsake.payments PaymentSucceeded',
    senders: ['receive-webhook'],
    schemas: [mappedPaymentSchema],
  },
  retry: {
    consumer: 'receive-payment',
    event: 'keepsake.orders OrderMigrationRetryRequested',
    senders: ['announce', 'operators', 'upkeep'],
    schemas: [retryRequestSchema],
  },
  refund: {
    consumer: 'receive-refund',
    event: 'keepsake.payments PaymentRefundChanged',
    senders: ['receive-webhook'],
    schemas: [refundEventSchema],
  },
  dispute: {
    consumer: 'receive-refund',
    event: 'keepsake.payments PaymentDisputed',
    senders: ['receive-webhook'],
    schemas: [disputeEventSchema],
  },
  execution: {
    consumer: 'watch-executions',
    event: 'aws.states Step Functions Execution Status Change',
    senders: [],
    schemas: [executionEventSchema, executionInputSchema],
  },
  arrival: {
    consumer: 'check-upload',
    event: 'aws.s3 Object Created',
    senders: [],
    schemas: [arrivalSchema],
  },
  check: {
    consumer: 'check-upload',
    event: 'the queue itself',
    senders: ['check-upload', 'dead-letters', 'uploads'],
    schemas: [checkRequestSchema],
  },
  promotion: {
    consumer: 'serve-promotions',
    event: 'keepsake.uploads UploadPromotionRequested',
    senders: [
      ...['count-uploads', 'finish-jobs', 'make-variants', 'operators', 'serve-promotions'],
      'upkeep',
    ],
    schemas: [promotionRequestSchema],
  },
  verdict: {
    consumer: 'receive-verdict',
    event: 'keepsake.scans ScanFinished',
    senders: [],
    schemas: [scanFinishedEventSchema],
  },
  variantJob: {
    consumer: 'make-variants',
    event: 'keepsake.jobs JobCreated',
    senders: ['finish-jobs', 'jobs', 'make-variants', 'serve-promotions', 'upkeep'],
    schemas: [variantJobSchema],
  },
  variantNews: {
    consumer: 'make-variants',
    event: 'keepsake.uploads UploadReceived',
    senders: ['count-uploads'],
    schemas: [variantNewsSchema],
  },
  keptNews: {
    consumer: 'make-variants',
    event: 'keepsake.uploads UploadPromoted',
    senders: ['count-uploads'],
    schemas: [variantNewsSchema],
  },
  guardDuty: {
    consumer: 'receive-verdict',
    event: 'aws.guardduty GuardDuty Malware Protection Object Scan Result',
    senders: [],
    schemas: [guardDutyEventSchema],
  },
} as const;

export type EventKind = keyof typeof eventKinds;

const fieldsIn = (schema: z.ZodType): string[] =>
  leavesOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, '').map(
    (path) => path.replace(/^\./, ''),
  );

/** Every field that a consumer reads of an event. */
export const eventFields = (kind: EventKind): string[] =>
  eventKinds[kind].schemas.flatMap(fieldsIn);
