import type { PaymentFilter, PaymentMapping } from '../../payment-contract.ts';
import { valueAt } from './event-path.ts';

/** False for an event the filter excludes: another product on the same payment account. */
export const isOurPayment = (
  event: unknown,
  { orderId, filter }: Pick<PaymentMapping, 'orderId'> & { filter?: PaymentFilter },
): boolean => {
  if (filter === undefined) return true;
  const value = valueAt(event, filter.path ?? orderId);
  return typeof value === 'string' && value.startsWith(filter.startsWith);
};
