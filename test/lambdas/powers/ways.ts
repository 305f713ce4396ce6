import { amount, files, jobOver, photo, text } from './bodies.ts';
import { fieldWays } from './field-ways.ts';
import { migrating } from './migrating-ways.ts';
import { older } from './older-ways.ts';
import { operating } from './operator-ways.ts';
import { parked } from './parked-ways.ts';
import type { Who } from './powers-table.ts';
import { repairing } from './repair-ways.ts';
import type { StageOfAlice } from './stage-of-alice.ts';
import { at, type Request, type Way } from './way.ts';

const alices = 'usr_alice';
const ofRole = (id: string) => () => ({ params: { id, role: 'photo' } });
const withToken = ({ token }: StageOfAlice): Request => ({ params: { token } });
const named = (who: Who): { ownerId?: string } => (who === 'owner' ? {} : { ownerId: alices });

const reading: Way[] = [
  { effect: 'read', route: 'getUpload', request: at('upl_free') },
  { effect: 'read', route: 'downloadUpload', request: at('upl_free') },
  { effect: 'look', route: 'getOrder', request: at('ord_1') },
  { effect: 'look', route: 'orderTimeline', request: at('ord_1') },
  { effect: 'read', route: 'downloadOrderFile', by: 'role', request: ofRole('ord_1') },
  { effect: 'work', route: 'getUpload', by: 'an input', request: at('upl_film') },
  { effect: 'work', route: 'downloadUpload', by: 'an input', request: at('upl_film') },
  { effect: 'work', route: 'getJob', request: ({ running }) => ({ params: { id: running } }) },
  { effect: 'follow', route: 'followLink', request: withToken },
  { effect: 'follow', route: 'linkQrSvg', request: withToken },
  { effect: 'follow', route: 'linkQrPng', request: withToken },
  {
    effect: 'survey',
    route: 'listUploads',
    by: 'ownerId',
    request: () => ({ query: { ownerId: alices } }),
  },
  {
    effect: 'survey',
    route: 'listUploads',
    by: 'expiringBefore',
    request: () => ({ query: { expiringBefore: '2030-01-01T00:00:00Z' } }),
  },
  {
    effect: 'survey',
    route: 'listOrders',
    by: 'ownerId',
    request: () => ({ query: { ownerId: alices } }),
  },
  {
    effect: 'survey',
    route: 'listOrders',
    by: 'status',
    request: () => ({ query: { status: 'completed' } }),
  },
  {
    effect: 'survey',
    route: 'listJobs',
    by: 'ownerId',
    request: () => ({ query: { ownerId: alices } }),
  },
  { effect: 'survey', route: 'countAttention' },
  { effect: 'survey', route: 'listErasures' },
  { effect: 'survey', route: 'readMetrics' },
  { effect: 'survey', route: 'listAlarms' },
  { effect: 'survey', route: 'listAudit' },
  { effect: 'survey', route: 'batchFailures', request: at('bat_1') },
  { effect: 'read', route: 'listOrderLinks', request: at('ord_1') },
  { effect: 'survey', route: 'getStats' },
];

const changing: Way[] = [
  { effect: 'send', route: 'listParts', request: ({ parts }) => ({ params: { id: parts } }) },
  {
    effect: 'send',
    route: 'signParts',
    request: ({ parts }) => ({ params: { id: parts }, body: { parts: [{ partNumber: 1 }] } }),
  },
  { effect: 'send', route: 'completeUpload', request: at('upl_free', { body: {} }) },
  {
    effect: 'keep',
    route: 'createJob',
    by: 'onFinish.inputs',
    request: (_stage, who) => ({ body: { ...jobOver('upl_free', 'promote'), ...named(who) } }),
  },
  {
    effect: 'keep',
    route: 'createJob',
    by: 'onFinish.outputs',
    request: (_stage, who) => ({
      body: {
        ...jobOver('upl_free', 'keep'),
        onFinish: { inputs: 'keep', outputs: 'promote' },
        ...named(who),
      },
    }),
  },
  {
    effect: 'keep',
    route: 'createUpload',
    by: 'keep',
    request: () => ({ body: { ...photo, keep: true } }),
  },
  {
    effect: 'keep',
    route: 'storeText',
    by: 'keep',
    request: () => ({ body: { ...text, keep: true } }),
  },
  {
    effect: 'keep',
    route: 'finishJob',
    by: 'a policy written by a worker',
    request: ({ keeping }) => ({ params: { id: keeping }, body: {} }),
  },
  {
    effect: 'keep',
    route: 'failJob',
    by: 'a policy written by a worker',
    request: ({ keeping }) => ({ params: { id: keeping }, body: { reason: 'no film' } }),
  },
  { effect: 'promote', route: 'promoteUpload', request: at('upl_free') },
  { effect: 'publish', route: 'createLink', request: at('ord_1', { body: {} }) },
  {
    effect: 'revoke',
    route: 'retargetLink',
    request: ({ token }) => ({ params: { token }, body: { orderId: 'ord_2' } }),
  },
  { effect: 'revoke', route: 'revokeLink', request: withToken },
  {
    effect: 'revoke',
    route: 'retargetOrderLink',
    request: ({ linkId }) => ({ params: { id: 'ord_1', linkId }, body: { orderId: 'ord_2' } }),
  },
  {
    effect: 'revoke',
    route: 'revokeOrderLink',
    request: ({ linkId }) => ({ params: { id: 'ord_1', linkId } }),
  },
  { effect: 'delete', route: 'deleteUpload', request: at('upl_free') },
  ...['amount.value', 'amount.currency'].map(
    (by): Way => ({
      effect: 'price',
      route: 'createOrder',
      by,
      request: (_stage, who) => ({ body: { amount, files, ...named(who) } }),
    }),
  ),
  { effect: 'refund', route: 'compensateOrder', request: at('ord_failed', { body: {} }) },
  { effect: 'refund', route: 'retryOrder', request: at('ord_failed', { body: {} }) },
  {
    effect: 'represent',
    route: 'createJob',
    by: 'ownerId',
    request: () => ({ body: { ...jobOver('upl_free', 'keep'), ownerId: alices } }),
  },
  {
    effect: 'represent',
    route: 'createUpload',
    by: 'jobId',
    request: ({ running }) => ({ body: { ...photo, jobId: running } }),
  },
  {
    effect: 'finish',
    route: 'finishJob',
    request: ({ running }) => ({ params: { id: running }, body: {} }),
  },
  {
    effect: 'finish',
    route: 'failJob',
    request: ({ running }) => ({ params: { id: running }, body: { reason: 'no film' } }),
  },
  {
    effect: 'claim',
    route: 'claimSession',
    by: 'token',
    request: ({ sessionToken }) => ({ body: { token: sessionToken } }),
  },
];

const own: Way[] = [
  { effect: 'begin', route: 'createSession' },
  { effect: 'own', route: 'createUpload', request: () => ({ body: photo }) },
  {
    effect: 'own',
    route: 'storeText',
    request: () => ({ body: text }),
  },
  { effect: 'browse', route: 'listUploads' },
  { effect: 'browse', route: 'listOrders' },
  { effect: 'browse', route: 'listJobs' },
];

/** Every way to every effect: a new route, or a field with an effect of its own, belongs here. */
export const ways: readonly Way[] = [
  ...reading,
  ...parked,
  ...changing,
  ...repairing,
  ...fieldWays,
  ...own,
  ...older,
  ...migrating,
  ...operating,
];
