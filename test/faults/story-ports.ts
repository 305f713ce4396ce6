import { EventBridgeBus } from '../../adapters/aws/event-bridge-bus.ts';
import { RandomIds } from '../../adapters/aws/random-ids.ts';
import { SnsAlerts } from '../../adapters/aws/sns-alerts.ts';
import { SystemClock } from '../../adapters/aws/system-clock.ts';
import { DynamoOrders } from '../../adapters/orders/dynamo-orders.ts';
import { SfnMigrations } from '../../adapters/orders/sfn-migrations.ts';
import { S3Objects } from '../../adapters/storage/s3-objects.ts';
import { DynamoUploads } from '../../adapters/uploads/dynamo-uploads.ts';
import { FileTypeSniffer } from '../../adapters/uploads/file-type-sniffer.ts';
import { S3FileReader } from '../../adapters/uploads/s3-file-reader.ts';
import { S3MultipartUploads } from '../../adapters/uploads/s3-multipart-uploads.ts';
import type { FileCategory } from '../../core/contract.ts';
import type { Jobs } from '../../core/jobs/ports.ts';
import type { Migrations, Orders } from '../../core/orders/ports.ts';
import type { Alerts, Clock, EventBus, Ids } from '../../core/shared/ports.ts';
import type { ObjectStore } from '../../core/storage/ports.ts';
import type {
  CheckRequests,
  FileReader,
  FileTypes,
  MultipartUploads,
  Uploads,
} from '../../core/uploads/ports.ts';
import { MemoryJobs } from '../fakes/jobs/memory-jobs.ts';
import { MemoryCheckRequests } from '../fakes/uploads/memory-check-requests.ts';
import { faultyClients } from './clients.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { Surroundings } from './surroundings.ts';

const category = (prefix: string, contentType: string): FileCategory => ({
  prefix,
  contentTypes: [contentType],
  maxSizeBytes: 10_000,
  storageClass: 'STANDARD',
});

const settings = {
  categories: {
    photo: category('photos', 'image/jpeg'),
    video: category('videos', 'video/mp4'),
  } as const,
  chunkSize: 25,
  checkInlineBytes: 10_000,
  maxAttempts: 2,
};

/**
 * Files from this size on are copied in parts, so that an order of a small and a larger one makes
 * every call there is.
 */
export const multipartCopyBytes = 1_000;

/** Every port and setting of the order migration. */
export type Ports = typeof settings & {
  filesBucket: string;
  orders: Orders;
  uploads: Uploads;
  /** Stories have no jobs. */
  jobs: Jobs;
  objects: ObjectStore;
  multiparts: MultipartUploads;
  reader: FileReader;
  fileTypes: FileTypes;
  checks: CheckRequests;
  bus: EventBus;
  alerts: Alerts;
  migrations: Migrations;
  ids: Ids;
  clock: Clock;
};

/** The real adapters over the emulator, their network as planned. */
export const portsOver = (
  plan: FaultPlan,
  { tables, filesBucket, busName, topicArn, stateMachineArn }: Surroundings,
): Ports => {
  const { documents, s3, events, sns, sfn } = faultyClients(plan);
  return {
    ...settings,
    filesBucket,
    orders: new DynamoOrders(documents, tables),
    uploads: new DynamoUploads(documents, tables.uploads),
    jobs: new MemoryJobs(),
    objects: new S3Objects(s3, { multipartCopyBytes }),
    multiparts: new S3MultipartUploads(s3),
    reader: new S3FileReader(s3),
    fileTypes: new FileTypeSniffer(),
    checks: new MemoryCheckRequests(),
    bus: new EventBridgeBus(events, busName),
    alerts: new SnsAlerts(sns, topicArn),
    migrations: new SfnMigrations(sfn, stateMachineArn),
    ids: new RandomIds(),
    clock: new SystemClock(),
  };
};
