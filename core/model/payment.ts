import type { Money } from './money.ts';

/** A payment as Keepsake sees it, whichever provider announced it. */
export type Payment = { orderId: string; paymentId: string; amount: Money };
