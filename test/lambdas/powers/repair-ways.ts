import type { Way } from './way.ts';

/** Ways of operators, and of a shop's backend, to what is wrong with Alice's records. */
export const repairing: Way[] = [
  {
    effect: 'eraseOwner',
    route: 'eraseOwner',
    request: () => ({ body: { ownerId: 'usr_alice', dryRun: false } }),
  },
  {
    effect: 'replace',
    route: 'replaceOrderFile',
    by: 'uploadId',
    request: () => ({
      params: { id: 'ord_held', role: 'photo' },
      body: { uploadId: 'upl_free' },
    }),
  },
  {
    effect: 'settle',
    route: 'settlePayment',
    by: 'paymentId',
    request: () => ({ params: { id: 'ord_held', paymentId: 'pay_2' }, body: {} }),
  },
];
