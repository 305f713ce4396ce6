import type { OrderTimeline } from '@keepsake/client/operator';
import { useAction } from '../../api/action.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Name } from '../../parts/name.tsx';
import { rolesWithCopies } from './order-repairs.ts';

type CompensateOrderProps = { order: OrderTimeline; onDone: () => void };

/** Removes the order's remaining copies, after telling the consequences. */
export const CompensateOrder = ({ order, onDone }: CompensateOrderProps) => {
  const { orderId } = order;
  const compensate = useAction((api) => api.orders.compensate(orderId));
  return (
    <Confirm
      title="Remove this order’s copies?"
      verb="Remove copies"
      typed={{ word: orderId, label: 'Type the order id' }}
      isRunning={compensate.isPending}
      error={compensate.error}
      onConfirm={() => compensate.mutate(undefined, { onSuccess: onDone })}
      onDismiss={onDone}
    >
      <p>
        <Name text={consequence(order)} />
      </p>
    </Confirm>
  );
};

const consequence = (order: OrderTimeline): string => {
  if (order.migration.status === 'migrating')
    return (
      'If its execution is dead, the order is taken over: the copies of this attempt are ' +
      'removed, and the refund is requested. An execution that still runs keeps the order.'
    );
  const roles = rolesWithCopies(order);
  return (
    'Copies that failed attempts left behind are looked for and removed by their version. ' +
    `Copies that are known to be left: ${roles.length > 0 ? roles.join(', ') : 'none'}. ` +
    'Uploads in temporary storage stay.'
  );
};
