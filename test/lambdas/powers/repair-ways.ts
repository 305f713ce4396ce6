import { at, type Way } from './way.ts';

/** Ways of operators, and of a shop's backend, to what is wrong with Alice's records. */
export const repairing: Way[] = [
  { effect: 'survey', route: 'listHolds' },
  {
    effect: 'survey',
    route: 'listSessions',
    by: 'ownerId',
    request: () => ({ query: { ownerId: 'usr_alice' } }),
  },
  {
    effect: 'survey',
    route: 'ownerErasure',
    by: 'ownerId',
    request: () => ({ query: { ownerId: 'usr_alice' } }),
  },
  {
    effect: 'hold',
    route: 'holdUpload',
    request: at('upl_ord_1_photo', { body: { reason: 'Case 12 O 345/30' } }),
  },
  { effect: 'hold', route: 'releaseUpload', request: at('upl_ord_1_photo') },
  {
    effect: 'overrule',
    route: 'overruleScan',
    request: at('upl_ord_1_photo', { body: { reason: 'A false positive' } }),
  },
  {
    effect: 'eraseOwner',
    route: 'eraseOwner',
    by: 'ownerId',
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
