import Alert from '@cloudscape-design/components/alert';
import List from '@cloudscape-design/components/list';
import type { OrderTimeline } from '@keepsake/client/operator';
import { causeCode, causeText, orderState, outstandingText } from '../../words/order-words.ts';

const alertType = (order: OrderTimeline) => {
  const { type } = orderState(order);
  return type === 'error' || type === 'warning' ? type : 'info';
};

/** Why the order is not done, and what is left to do by whom. Nothing for an order that is done. */
export const OrderCause = ({ order }: { order: OrderTimeline }) => {
  const { failure, outstanding } = order;
  if (!failure && outstanding.length === 0) return null;
  return (
    <Alert type={alertType(order)} header={failure ? causeCode(failure) : 'Not done yet'}>
      {failure && <p>{causeText(failure)}</p>}
      {outstanding.length > 0 && (
        <>
          <p>Still to do:</p>
          <List
            ariaLabel="Still to do"
            items={outstanding}
            renderItem={(task) => ({
              id: `${task.who} ${task.what} ${task.paymentId}`,
              content: outstandingText(task),
            })}
          />
        </>
      )}
    </Alert>
  );
};
