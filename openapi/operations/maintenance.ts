import { lookForOrphansSchema } from '../../core/operations/look-for-orphans.ts';
import { reconcileOrdersSchema } from '../../core/orders/reconcile-page.ts';
import { orphansView, reconciledView } from '../maintenance-views.ts';
import type { Operation } from '../operation.ts';

export const maintenanceOperations = {
  reconcileOrders: {
    summary: 'Repair orders that wait too long',
    description:
      'With `dryRun`, only says what would come of it. Call again with the answer’s `cursor`.',
    tag: 'operations',
    body: reconcileOrdersSchema,
    answers: { 200: reconciledView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  lookForOrphans: {
    summary: 'Compare permanent storage with the records',
    description:
      'Removes what nothing refers to; with `dryRun`, only names it. Call again with ' +
      'the answer’s `cursor`.',
    tag: 'operations',
    body: lookForOrphansSchema,
    answers: { 200: orphansView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
} satisfies Record<string, Operation>;
