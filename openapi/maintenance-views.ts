import * as z from 'zod';
import { orphanFates } from '../core/operations/find-orphans.ts';
import { repairOutcomes } from '../core/orders/reconcile.ts';
import { leftOut, named } from './named-schema.ts';

export const reconciledView = named(
  'ReconciledOrders',
  z.strictObject({
    dryRun: z.boolean(),
    orders: z.array(z.strictObject({ orderId: z.string(), outcome: z.enum(repairOutcomes) })),
    cursor: z.string().optional(),
  }),
);

const counts = z.strictObject({
  versions: z.int(),
  young: z.int(),
  removable: z.int(),
  removed: z.int(),
  kept: z.int(),
  entries: z.int(),
  missing: z.int(),
});

export const orphansView = named(
  'OrphansFound',
  z.strictObject({
    dryRun: z.boolean(),
    counts,
    orphans: z.array(
      z.strictObject({
        key: z.string(),
        versionId: z.string(),
        sizeBytes: z.int(),
        modifiedAt: z.iso.datetime(),
        why: z.string(),
        fate: z.enum(orphanFates),
      }),
    ),
    missing: z.array(
      z.strictObject({
        uploadId: z.string(),
        ownerId: z.string(),
        key: z.string(),
        versionId: z.string().optional(),
      }),
    ),
    ...leftOut,
    cursor: z.string().optional(),
  }),
);
