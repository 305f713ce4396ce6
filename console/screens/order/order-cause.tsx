import Alert from '@cloudscape-design/components/alert';
import List from '@cloudscape-design/components/list';
import type { OrderTimeline } from '@keepsake/client/operator';
import { useState } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { Name } from '../../parts/name.tsx';
import {
  causeAdvice,
  causeCode,
  causeText,
  orderState,
  outstandingText,
} from '../../words/order-words.ts';
import { lostFile } from './order-repairs.ts';
import { SettlePayment } from './settle-payment.tsx';

/** Why the order is not done, and what each party still has to do. Empty when done. */
export const OrderCause = ({ order }: { order: OrderTimeline }) => {
  const [settling, setSettling] = useState<string>();
  const { orderId, failure, outstanding } = order;
  if (!failure && outstanding.length === 0) return null;
  return (
    <Alert
      type={alertType(order)}
      header={failure ? <Name text={causeCode(failure)} /> : 'Not done yet'}
    >
      {failure && (
        <p>
          <Name text={causeText(failure)} /> {lostFile(order) && causeAdvice(failure)}
        </p>
      )}
      {outstanding.length > 0 && (
        <>
          <p>Still to do:</p>
          <Tasks order={order} onSettle={setSettling} />
        </>
      )}
      {settling !== undefined && (
        <SettlePayment
          orderId={orderId}
          paymentId={settling}
          onDone={() => setSettling(undefined)}
        />
      )}
    </Alert>
  );
};

const alertType = (order: OrderTimeline) => {
  const { type } = orderState(order);
  return type === 'error' || type === 'warning' ? type : 'info';
};

type TasksProps = { order: OrderTimeline; onSettle: (paymentId: string) => void };

/** The remaining work. A held payment has the button that takes it off the list. */
const Tasks = ({ order: { outstanding }, onSettle }: TasksProps) => (
  <List
    ariaLabel="Still to do"
    items={outstanding}
    renderItem={(task) => {
      const { who, what, paymentId } = task;
      const isHeld = what === 'review_payment' && paymentId !== undefined;
      return {
        id: `${who} ${what} ${paymentId}`,
        content: <Name text={outstandingText(task)} />,
        actions: isHeld && (
          <ActionButton onClick={() => onSettle(paymentId)}>Mark as decided</ActionButton>
        ),
      };
    }}
  />
);
