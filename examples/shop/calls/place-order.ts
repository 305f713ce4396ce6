import type { KeepsakeClient, Order } from '@keepsake/client';

/** An upload in its role, e.g. `photo`. */
export type ShopFile = { uploadId: string; role: string };

/** Every file is required: if one cannot be kept, none is, and the money goes back. */
export const placeOrder = (keepsake: KeepsakeClient, files: readonly ShopFile[]): Promise<Order> =>
  keepsake.createOrder({
    amount: { value: 49.9, currency: 'EUR' },
    files: files.map(({ uploadId, role }) => ({ uploadId, role, required: true })),
  });
