import * as z from 'zod';
import { taskOwners, tasks } from '../core/orders/model/order-outstanding.ts';
import { attemptOutcomes, timelineEvents } from '../core/orders/model/order-timeline.ts';
import {
  orderFailureSchema as failureView,
  orderSummarySchema,
  orderViewSchema,
} from '../core/orders/model/order-view.ts';
import { leftOut, named, time } from './named-schema.ts';

export const orderView = named('Order', orderViewSchema);

/** `ownerId` is for operators. */
export const orderPageView = z.strictObject({
  orders: z.array(
    named('OrderSummary', orderSummarySchema.extend({ ownerId: z.string().optional() })),
  ),
  ...leftOut,
  cursor: z.string().optional(),
});

const text = z.string().optional();

/** Fields missing here from an owner's answer are for operators. */
export const timelineView = named(
  'OrderTimeline',
  z.strictObject({
    ...orderViewSchema.shape,
    ownerId: text,
    failure: failureView.optional(),
    events: z.array(
      z.strictObject({
        at: time,
        event: z.enum(timelineEvents),
        attempt: z.int().optional(),
        runId: text,
        paymentId: text,
        cause: failureView.optional(),
      }),
    ),
    attempts: z
      .array(
        z.strictObject({
          attempt: z.int(),
          runs: z.array(z.string()),
          startedAt: time.optional(),
          endedAt: time.optional(),
          outcome: z.enum(attemptOutcomes).optional(),
          cause: failureView.optional(),
        }),
      )
      .optional(),
    undone: z
      .array(
        z.strictObject({ role: z.string(), permanentKey: z.string(), versionId: text, at: time }),
      )
      .optional(),
    outstanding: z.array(
      z.strictObject({
        who: z.enum(taskOwners),
        what: z.enum(tasks),
        roles: z
          .array(z.string())
          .meta({ description: 'The files concerned; of `await_files` those that are waited for' })
          .optional(),
        idempotencyKey: text,
        paymentId: text,
        detailType: text,
      }),
    ),
  }),
);
