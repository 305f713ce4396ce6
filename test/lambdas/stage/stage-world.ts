import type { FileCategory } from '../../../core/contract.ts';
import { aDelivery, anEndpoint } from '../../core/builders/webhooks.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { MemoryBulkRuns } from '../../fakes/bulk/memory-bulk-runs.ts';
import { MemoryAlarms } from '../../fakes/operations/memory-alarms.ts';
import { MemoryAudit } from '../../fakes/operations/memory-audit.ts';
import { MemoryMetrics } from '../../fakes/operations/memory-metrics.ts';
import { MemoryParked } from '../../fakes/operations/memory-parked.ts';
import {
  MemoryKeptVersions,
  MemoryRegisteredFiles,
} from '../../fakes/operations/memory-whole-stage.ts';
import { MemoryOrderLists } from '../../fakes/orders/memory-order-lists.ts';
import { MemoryIdempotentRequests } from '../../fakes/shared/memory-idempotent-requests.ts';
import { MemoryDeliveries } from '../../fakes/webhooks/memory-deliveries.ts';
import { aRouteWorld } from '../delivery/world.ts';

const transcript: FileCategory = {
  prefix: 'transcripts',
  contentTypes: ['text/plain'],
  maxSizeBytes: 1_000_000,
  storageClass: 'STANDARD',
};

/** Every port in memory, for every route of the API. */
export const aStageWorld = () => {
  const world = aRouteWorld();
  return {
    ...world,
    audit: new MemoryAudit(),
    queues: [{ name: 'payments', backTo: 'origin', messages: new MemoryParked('m1') }],
    kept: new MemoryKeptVersions(),
    registered: new MemoryRegisteredFiles(),
    metrics: new MemoryMetrics(),
    watched: [{ region: 'eu-central-1', alarms: new MemoryAlarms() }],
    lists: new MemoryOrderLists(world.orders),
    requests: new MemoryIdempotentRequests(),
    deliveries: new MemoryDeliveries(aDelivery()),
    endpoints: [anEndpoint()],
    batches: new MemoryBatches(world.clock),
    runs: new MemoryBulkRuns(),
    categories: { ...world.categories, transcript },
    sourceBuckets: ['legacy'],
    reconcileAfterMinutes: 60,
    trustedAmounts: false,
  };
};

export type StageWorld = ReturnType<typeof aStageWorld>;
