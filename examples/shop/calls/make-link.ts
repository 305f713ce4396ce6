import type { CreatedLink, KeepsakeClient } from '@keepsake/client';

/** A link to all files of the order, good for five years. Its QR code is one more address. */
export const makeLink = (keepsake: KeepsakeClient, orderId: string): Promise<CreatedLink> =>
  keepsake.createLink(orderId);
