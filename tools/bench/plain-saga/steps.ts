import type { FileCategory } from '../../../core/contract.ts';
import { changeOrder } from '../../../core/orders/change-order.ts';
import { commitOrder } from '../../../core/orders/commit-order.ts';
import { copyMetadata } from '../../../core/orders/model/copy-marks.ts';
import type { OrderFile, Run } from '../../../core/orders/model/order.ts';
import { claim } from '../../../core/orders/model/order-transitions.ts';
import type { Orders } from '../../../core/orders/ports.ts';
import { publishOrderEvent } from '../../../core/orders/publish-order-event.ts';
import type { Clock, EventBus } from '../../../core/shared/ports.ts';
import { disposition } from '../../../core/storage/model/disposition.ts';
import { compareChecksums } from '../../../core/storage/model/proof.ts';
import type { CopyRequest, ObjectStore } from '../../../core/storage/ports.ts';
import { permanentKey, type Upload } from '../../../core/uploads/model/upload.ts';
import type { Uploads } from '../../../core/uploads/ports.ts';
import type { PlainStep } from './definition.ts';

/** Ports of the plain steps. */
export type PlainDeps = {
  orders: Orders;
  uploads: Uploads;
  objects: ObjectStore;
  bus: EventBus;
  clock: Clock;
  filesBucket: string;
  categories: Readonly<Record<string, FileCategory>>;
};

/** One file on its way through the workflow: all a step needs is in the execution's state. */
export type PlainFile = {
  entry: OrderFile;
  sha256: string;
  request: CopyRequest;
  copied?: { versionId: string };
  verified?: { verifiedBy: OrderFile['verifiedBy'] };
};

/** Every step by its name; `input` is what the workflow hands over. */
export const plainWork = (deps: PlainDeps) =>
  ({
    claim: (run: Run) => claimFiles(deps, run),
    copy: (file: PlainFile) => deps.objects.copy(file.request),
    verify: (file: PlainFile) => verify(deps, file),
    record: (file: PlainFile) => record(deps, file),
    commit: (run: Run) => commitOrder(deps, run),
    announce: ({ orderId }: Run) => publishOrderEvent(deps, orderId),
  }) satisfies Record<PlainStep, unknown>;

const claimFiles = async (deps: PlainDeps, run: Run): Promise<Run & { files: PlainFile[] }> => {
  const { order, files } = await changeOrder(deps, run.orderId, (current) => ({
    order: claim(current.order, run, deps.clock.now().toISOString()),
    files: current.files,
  }));
  const uploads = await deps.uploads.findMany(files.map(({ uploadId }) => uploadId));
  const uploadOf = new Map(uploads.map((upload) => [upload.uploadId, upload]));
  return {
    ...run,
    files: files.flatMap((entry) =>
      uploadOf.has(entry.uploadId)
        ? [fileOf(deps, order, entry, uploadOf.get(entry.uploadId) as Upload)]
        : [],
    ),
  };
};

const fileOf = (
  deps: PlainDeps,
  order: Parameters<typeof copyMetadata>[0],
  entry: OrderFile,
  upload: Upload,
): PlainFile => {
  const {
    bucket,
    key,
    versionId = '',
    etag = '',
    sizeBytes,
    contentType,
    sha256 = '',
    category,
  } = upload;
  const { prefix = '', storageClass = 'STANDARD' } = deps.categories[category] ?? {};
  const target = { bucket: deps.filesBucket, key: permanentKey(prefix, order.orderId, upload) };
  const source = { bucket, key, versionId, etag, sizeBytes };
  return {
    entry,
    sha256,
    request: {
      source,
      target,
      contentType,
      disposition: disposition(upload),
      metadata: copyMetadata(order, target.key),
      storageClass,
    },
  };
};

const verify = async (
  { objects }: PlainDeps,
  { request, copied, sha256 }: PlainFile,
): Promise<{ verifiedBy: OrderFile['verifiedBy'] }> => {
  const [source, copy] = await Promise.all([
    objects.head(request.source),
    objects.head({ ...request.target, ...copied }),
  ]);
  const verdict = source && copy && compareChecksums(source, copy, sha256);
  if (verdict === undefined || verdict === 'unknown' || !verdict.equal)
    throw new Error('The copy is not the upload.');
  return { verifiedBy: verdict.proof };
};

const record = async (
  { orders, clock }: PlainDeps,
  { entry, sha256, request, copied, verified }: PlainFile,
): Promise<void> => {
  const where = {
    permanentKey: request.target.key,
    ...copied,
    ...verified,
    created: true,
    sizeBytes: request.source.sizeBytes,
    sha256,
  };
  await orders.saveFile({
    ...entry,
    ...where,
    status: 'verified',
    attempt: 1,
    updatedAt: clock.now().toISOString(),
  });
};
