import type { OrderView } from '../../../core/orders/model/order-view.ts';
import type { UploadView } from '../../../core/uploads/model/upload-view.ts';
import type { Api } from '../api.ts';
import type { SampleFile } from '../samples/sample-files.ts';

/** An order as placed: the record, and its uploads by role. */
export type PlacedOrder = { order: OrderView; uploads: Map<string, UploadView> };

const amount = { value: 49.9, currency: 'EUR' };

/** Uploads the files and orders them, every one required. */
export const placeOrder = async (api: Api, files: readonly SampleFile[]): Promise<PlacedOrder> => {
  const sent = await Promise.all(
    files.map(async (file) => [file.role, await api.sendFile(file)] as const),
  );
  const wanted = sent.map(([role, { uploadId }]) => ({ uploadId, role, required: true }));
  return { order: await api.createOrder({ amount, files: wanted }), uploads: new Map(sent) };
};
