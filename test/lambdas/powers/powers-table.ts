import type { KeyScope } from '../../../core/sessions/model/machine-key.ts';
import type { Caller } from '../../../core/sessions/model/session.ts';
import { worker } from '../../core/builders/jobs.ts';
import { admin, alice, mallory } from '../../core/builders/world.ts';

/** A machine key of one scope. */
const key = (scopes: KeyScope) => ({ ownerId: 'key_shop', admin: false, worker: false, scopes });

/** Every kind of caller. The records belong to Alice. */
export const callers = {
  nobody: undefined,
  session: { ownerId: 'ses_other', admin: false, worker: false },
  owner: alice,
  stranger: mallory,
  worker,
  viewer: { ownerId: 'usr_viewer', admin: false, worker: false, viewer: true },
  operator: admin,
  orderingKey: key('orders:create'),
  readingKey: key('orders:read'),
  settlingKey: key('payments:settle'),
  replacingKey: key('orders:replace'),
} as const satisfies Record<string, Caller | undefined>;

export type Who = keyof typeof callers;

const everyone = Object.keys(callers) as Who[];

/** Every effect of a request on Alice's records, and the callers that may have it. */
export const powers = {
  /** Look at her files and orders, and download them. */
  read: ['owner', 'viewer', 'operator'],
  /** Look at her order, and at what became of it. */
  look: ['owner', 'viewer', 'operator', 'readingKey'],
  /** Look at the input of her running job, and at the job. */
  work: ['owner', 'worker', 'viewer', 'operator'],
  /** End her running job. */
  finish: ['owner', 'worker', 'operator'],
  /** List the records of a named owner, or of all owners. */
  survey: ['viewer', 'operator'],
  /** Hold the paper with her link. */
  follow: everyone,
  /** Send her files. */
  send: ['owner'],
  /** Keep her files for good without a payment. */
  keep: ['worker', 'operator'],
  /** Keep any one file, whatever its use. */
  promote: ['operator'],
  /** Make her files reachable without a token. */
  publish: ['owner', 'operator'],
  /** End that, or point her printed link at another of her orders. */
  revoke: ['owner', 'operator'],
  /** Delete one of her files. */
  delete: ['owner', 'operator'],
  /** Keep her file against every removal, by law, or end that. */
  hold: ['operator'],
  /** Let her file be used although a scan found malware in it. */
  overrule: ['operator'],
  /** Erase everything that she has. */
  eraseOwner: ['operator'],
  /** Delete uploads that no order or job needs, of every owner. */
  sweep: ['operator'],
  /** Repair her order when it was forgotten, or remove stored bytes that no record refers to. */
  mend: ['operator'],
  /** Read what no function could handle, send it back, or drop it. */
  unpark: ['operator'],
  /** Tell the shop's own servers of her order once more. */
  tellAgain: ['operator'],
  /** State what an order costs, where the client's word is not taken. Only events pay one. */
  price: ['worker', 'operator', 'orderingKey'],
  /** Undo or repeat the migration of her order: a refund is asked for, or stopped. */
  refund: ['operator'],
  /** Say that a held payment of her order was decided on. */
  settle: ['operator', 'settlingKey'],
  /** Put another upload in her order. */
  replace: ['operator', 'replacingKey'],
  /** Give her files to another owner. */
  handOver: ['operator'],
  /** Put her files into one's own order or job. */
  use: ['owner'],
  /** Put her files into a stranger's job or link, or reach her link by a stranger's order. */
  mix: [],
  /** Go on in a list that she began. */
  goOn: ['owner'],
  /** Create something that is hers. */
  represent: ['owner', 'worker', 'operator'],
  /** Place an order that is hers. */
  orderFor: ['owner', 'worker', 'operator', 'orderingKey'],
  /** Take over the things of a session whose token one holds. */
  claim: ['owner', 'stranger', 'worker', 'operator'],
  /** Move the files of older systems. */
  migrate: ['operator'],
  /** Create one's own. */
  own: ['session', 'owner', 'stranger', 'worker', 'operator'],
  /** List one's own. */
  browse: ['session', 'owner', 'stranger', 'worker', 'viewer', 'operator'],
  /** Start a session. */
  begin: everyone,
} as const satisfies Record<string, readonly Who[]>;

export type Effect = keyof typeof powers;
