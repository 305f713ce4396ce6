import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import { type Api, visitorApi } from '../api.ts';
import { LocalProblem } from '../local-problem.ts';
import type { LocalState } from '../local-state.ts';
import { makeSampleFiles } from '../samples/sample-files.ts';
import { awsAt } from '../signed-fetch.ts';
import { executionReader } from '../story/execution-steps.ts';
import { payOrder } from '../story/pay-order.ts';
import { loseUpload } from './lose-upload.ts';
import { paidCheckout, type Stripe, startCheckout } from './stripe.ts';

/** A call of the page to its own server: the customer's token, and the subject. */
export type ShopCall = {
  token: string;
  body: { orderId?: string; uploadId?: string; checkout?: string };
};

/** The shop's own calls by method and path. Calls throw `LocalProblem`. */
export type ShopCalls = Readonly<Record<string, (call: ShopCall) => Promise<object>>>;

/**
 * The part of a shop that is not a page: the payment, which the provider would report, the steps of
 * the workflow, and the loss of an upload. Each call acts for the customer whose token it has, so
 * it reaches no other customer's order.
 */
export const shopCalls = (
  state: LocalState,
  { stripe, shopUrl }: { stripe?: Stripe | undefined; shopUrl: string },
): ShopCalls => {
  const aws = awsAt(state.endpoint);
  const bus = new EventBridgeClient(aws);
  const objects = new S3Objects(new S3Client({ ...aws, forcePathStyle: true }), {
    multipartCopyBytes: Number.MAX_SAFE_INTEGER,
  });
  const reader = executionReader(new SFNClient(aws), state.orderStateMachineArn);
  const customer = ({ token }: ShopCall): Api => visitorApi(state.apiUrl, token);
  const orderOf = (call: ShopCall) => customer(call).getOrder(named(call.body.orderId, 'order'));
  return {
    'POST /checkouts': async (call) => {
      if (!stripe) throw new LocalProblem('Start with STRIPE_TEST_KEY to pay at Stripe.');
      return { url: await startCheckout(stripe, await orderOf(call), shopUrl) };
    },
    'POST /payments': async (call) => {
      const order = await orderOf(call);
      const { checkout } = call.body;
      // Without Stripe this server plays the provider. One id per order: the event may come twice,
      // the payment is one.
      const paymentId =
        stripe && checkout !== undefined
          ? await paidCheckout(stripe, order, checkout)
          : `pay_${order.orderId}`;
      await payOrder(bus, state.eventBusName, order, paymentId);
      return { paymentId };
    },
    'POST /losses': async (call) => {
      const uploadId = named(call.body.uploadId, 'upload');
      await loseUpload(customer(call), { objects, uploadsBucket: state.uploadsBucket }, uploadId);
      return { uploadId };
    },
    'POST /steps': async (call) => (await reader)((await orderOf(call)).orderId),
  };
};

const named = (value: string | undefined, name: string): string => {
  if (typeof value === 'string' && value !== '') return value;
  throw new LocalProblem(`The request names no ${name}.`);
};

/** The sample files by name. */
export const sampleFiles = (): ReadonlyMap<string, { contentType: string; bytes: Buffer }> =>
  new Map(makeSampleFiles().map((file) => [file.fileName, file]));
