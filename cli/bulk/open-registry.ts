import type { Patience } from '../../adapters/bulk/transfer/engine/patience.ts';
import { DynamoRegisteredFiles } from '../../adapters/operations/dynamo-registered-files.ts';
import { DynamoOrders } from '../../adapters/orders/dynamo-orders.ts';
import { DynamoOwnerErasures } from '../../adapters/retention/dynamo-owner-erasures.ts';
import { DynamoUploads } from '../../adapters/uploads/dynamo-uploads.ts';
import type { WantedUploads } from '../../core/bulk/restore/restore-uploads.ts';
import { readOrder } from '../../core/orders/change-order.ts';
import { withoutUnreadable } from '../../core/shared/unreadable.ts';
import type { Upload } from '../../core/uploads/model/upload.ts';
import { openTables } from '../open-stage.ts';
import type { Settings } from '../settings.ts';

/** Which permanent files of a stage: of an order, of an owner or a category or both, or all. */
export type RegistryScope = {
  orderId?: string | undefined;
  ownerId?: string | undefined;
  category?: string | undefined;
};

/** As many records as one call looks at anyway. */
const pageSize = 100;

type Parts = {
  uploads: DynamoUploads;
  orders: DynamoOrders;
  registered: DynamoRegisteredFiles;
};

/**
 * The registry of the stage that the settings name, page by page, with the operator's own
 * credentials. Throws `CommandProblem`.
 */
export const openRegistry = async (settings: Settings, patience: Patience) => {
  const { resources, documents, close } = await openTables(settings, patience);
  const { uploadsTable, ordersTable, erasuresTable, filesBucket } = resources;
  const uploads = new DynamoUploads(documents, uploadsTable);
  const parts: Parts = {
    uploads,
    orders: new DynamoOrders(documents, { orders: ordersTable }),
    registered: new DynamoRegisteredFiles(documents, uploadsTable),
  };
  return {
    uploads,
    ownerErasures: new DynamoOwnerErasures(documents, erasuresTable),
    filesBucket,
    /** Throws `NotFound` for an order that is not there. */
    pages: (scope: RegistryScope): WantedUploads => pagesOf(parts, scope),
    close,
  };
};

const pagesOf = (parts: Parts, { orderId, ...scope }: RegistryScope): WantedUploads => {
  if (orderId !== undefined) return listOrder(parts, orderId);
  const isNarrow = Object.values(scope).some((value) => value !== undefined);
  return isNarrow ? listSome(parts, scope) : listAll(parts);
};

async function* listOrder({ orders }: Parts, orderId: string): WantedUploads {
  const { files } = await readOrder(orders, orderId);
  yield { uploadIds: [...new Set(files.map(({ uploadId }) => uploadId))], unreadable: [] };
}

async function* listSome({ uploads }: Parts, scope: RegistryScope): WantedUploads {
  const query = { ...scope, status: 'permanent' as const };
  for (let after: string | undefined, isLast = false; !isLast; ) {
    const page = uploads.list(query, { limit: pageSize, after });
    const { answer, unreadable } = await withoutUnreadable(page);
    yield { uploadIds: idsOf(answer.uploads), unreadable };
    after = answer.next;
    isLast = after === undefined;
  }
}

const idsOf = (uploads: readonly Upload[]): string[] => uploads.map(({ uploadId }) => uploadId);

async function* listAll({ registered }: Parts): WantedUploads {
  for await (const { uploads, unreadable } of registered.pages())
    yield { uploadIds: idsOf(uploads), unreadable };
}
