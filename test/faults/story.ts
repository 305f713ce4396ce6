import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DynamoUploads } from '../../adapters/uploads/dynamo-uploads.ts';
import { createOrder } from '../../core/orders/create-order.ts';
import { completeUpload } from '../../core/uploads/complete-upload.ts';
import { temporaryKey, type Upload } from '../../core/uploads/model/upload.ts';
import { minimalFile } from '../../tools/local/samples/minimal-file.ts';
import { documents, s3 } from '../contracts/shared/emulator.ts';
import { freshId, sampleUpload } from '../contracts/shared/samples.ts';
import { sha256 } from '../integration/shared/sample-upload.ts';
import { type Fault, FaultPlan } from './fault-plan.ts';
import { SagaDriver } from './saga-driver.ts';
import { type Ports, portsOver } from './story-ports.ts';
import type { Surroundings } from './surroundings.ts';

/** One order from its uploads to its end, and what there is to know about it. */
export type Story = {
  surroundings: Surroundings;
  orderId: string;
  uploads: Upload[];
  plan: FaultPlan;
  /** How often anything had to be tried again until the end. */
  repeats: number;
  /** Ends the faults, redelivers parked messages, and runs the reconciler. */
  recover(): Promise<void>;
};

const kinds = {
  photo: { contentType: 'image/jpeg', size: 700 },
  video: { contentType: 'video/mp4', size: 1_500 },
};
type Role = keyof typeof kinds;
const roles: readonly Role[] = ['photo', 'video'];

const amount = { value: 49.9, currency: 'EUR' };

// The client's own requests, without faults.
const sent = async (
  { uploadsBucket, tables }: Surroundings,
  role: Role,
  ownerId: string,
): Promise<Upload> => {
  const { contentType, size } = kinds[role];
  const bytes = minimalFile(contentType, size);
  const uploadId = freshId(`upl_${role}`);
  const at = { bucket: uploadsBucket, key: temporaryKey(ownerId, uploadId) };
  const upload = sampleUpload({
    ...at,
    uploadId,
    ownerId,
    category: role,
    contentType,
    sizeBytes: size,
    sha256: sha256(bytes),
  });
  await new DynamoUploads(documents, tables.uploads).create(upload);
  const object = { Bucket: at.bucket, Key: at.key, Body: bytes, ContentType: contentType };
  await s3.send(new PutObjectCommand({ ...object, ChecksumAlgorithm: 'SHA256' }));
  return upload;
};

const order = async (
  driver: SagaDriver,
  ports: Ports,
  uploads: readonly Upload[],
): Promise<string> => {
  const caller = { ownerId: uploads[0]?.ownerId ?? '', admin: false, worker: false };
  for (const { uploadId } of uploads)
    await driver.insist(() => completeUpload(ports, caller, uploadId));
  const files = uploads.map(({ uploadId, category }) => ({
    uploadId,
    role: category,
    required: true,
  }));
  return (await driver.insist(() => createOrder(ports, caller, { amount, files }))).order.orderId;
};

/** Changes between order and payment. */
export type Meanwhile = (orderId: string, uploads: readonly Upload[]) => Promise<void>;

const nothing: Meanwhile = async () => {};

/** Uploads, orders and pays, with faults on the way, and waits for the end. */
export const tell = async (
  surroundings: Surroundings,
  faults: readonly Fault[] = [],
  meanwhile = nothing,
): Promise<Story> => {
  const plan = new FaultPlan(faults);
  const ports = portsOver(plan, surroundings);
  const ownerId = freshId('usr');
  const uploads = await Promise.all(roles.map((role) => sent(surroundings, role, ownerId)));
  const driver = new SagaDriver(ports, plan);
  const orderId = await order(driver, ports, uploads);
  await meanwhile(orderId, uploads);
  const payment = { orderId, paymentId: freshId('pay'), amount };
  plan.paymentArrives();
  await driver.pay(payment);
  const recover = async () => {
    plan.heal();
    await driver.pay(payment);
    await driver.redrive();
    await driver.reconcileUntilQuiet(orderId);
  };
  return { surroundings, orderId, uploads, plan, repeats: driver.repeats, recover };
};
