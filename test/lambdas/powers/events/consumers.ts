import { defaultPaymentMapping } from '../../../../core/payment-contract.ts';
import { eraseUnlessKept } from '../../../../core/retention/erase-upload.ts';
import { consumeExecutions } from '../../../../lambdas/orders/consume-executions.ts';
import { consumePayments } from '../../../../lambdas/orders/consume-payments.ts';
import { consumeRefunds } from '../../../../lambdas/orders/consume-refunds.ts';
import { consumePromotions } from '../../../../lambdas/promotions/consume-promotions.ts';
import { consumeVerdicts } from '../../../../lambdas/scans/consume-verdicts.ts';
import { consumeArrivals } from '../../../../lambdas/uploads/consume-arrivals.ts';
import { consumeVariantRequests } from '../../../../lambdas/variants/consume-variant-requests.ts';
import { thumbnail, WordPictures } from '../../../core/builders/variants.ts';
import type { StageOfAlice } from '../stage-of-alice.ts';
import type { eventKinds } from './event-kinds.ts';

type Consumer = (typeof eventKinds)[keyof typeof eventKinds]['consumer'];
type Consume = (message: unknown) => Promise<void>;

const withTime = { getRemainingTimeInMillis: () => 900_000 };

/** Every consumer of a queue over the stage's ports. */
export const consumersOf = ({ world }: StageOfAlice): Record<Consumer, Consume> => {
  const arrivals = consumeArrivals(world);
  const erase = (uploadId: string, by: string) => eraseUnlessKept(world, uploadId, by);
  return {
    'receive-payment': consumePayments({
      ...world,
      mapping: { ...defaultPaymentMapping, filter: { startsWith: 'ord_' } },
    }),
    'receive-refund': consumeRefunds({ ...world, revokesLinks: true }),
    'watch-executions': consumeExecutions(world),
    'check-upload': (message) => arrivals(message, withTime),
    'receive-verdict': consumeVerdicts({
      ...world,
      scan: { unscannable: 'refuse', waitHours: 24 },
    }),
    'serve-promotions': consumePromotions({ ...world, erase }),
    'make-variants': consumeVariantRequests({
      ...world,
      erase,
      pictures: new WordPictures(),
      variants: { sizes: [thumbnail] },
    }),
  };
};
