import type { Money } from '../../shared/model/money.ts';

/** A payment as Keepsake sees it, whichever provider announced it. */
export type Payment = { orderId: string; paymentId: string; amount: Money };
