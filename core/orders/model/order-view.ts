import type { Order, OrderFile, OrderWithFiles } from './order.ts';

/**
 * A key is shown only after a file was kept under it. Before that, the key is a plan; after a
 * conflict, it belongs to another object.
 */
const placeOf = ({ status, permanentKey, versionId }: OrderFile) =>
  status === 'copied' || status === 'verified' ? { permanentKey, versionId } : {};

const fileView = (file: OrderFile) => {
  const { role, required, uploadId, status, sizeBytes, sha256, verifiedBy, failure } = file;
  return {
    role,
    required,
    uploadId,
    status,
    ...placeOf(file),
    sizeBytes,
    sha256,
    verifiedBy,
    failure,
  };
};

const migrationView = ({ status, attempt, startedAt, completedAt, error }: Order['migration']) => ({
  status: status === 'compensating' ? ('migrating' as const) : status,
  attempt,
  startedAt,
  completedAt,
  error,
});

/** An order in a list, without its files. */
export const orderSummary = (order: Order) => ({
  orderId: order.orderId,
  status: order.status,
  amount: order.amount,
  migration: migrationView(order.migration),
  refund: order.refund && {
    requested: true,
    idempotencyKey: order.refund.idempotencyKey,
    requestedAt: order.refund.requestedAt,
  },
  createdAt: order.createdAt,
  updatedAt: order.updatedAt,
});

/** An order as its owner sees it, files by role: no fencing tokens, no payment ids. */
export const orderView = ({ order, files }: OrderWithFiles) => ({
  ...orderSummary(order),
  files: files.toSorted((a, b) => (a.role < b.role ? -1 : 1)).map(fileView),
});

export type OrderView = ReturnType<typeof orderView>;
