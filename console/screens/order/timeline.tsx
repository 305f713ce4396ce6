import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Steps, { type StepsProps } from '@cloudscape-design/components/steps';
import type { OrderTimeline } from '@keepsake/client/operator';
import { Name } from '../../parts/name.tsx';
import { When } from '../../parts/when.tsx';
import { causeCode, eventText, eventType } from '../../words/order-words.ts';

/** The order's events, oldest first. */
export const Timeline = ({ order }: { order: OrderTimeline }) => (
  <Container header={<Header variant="h2">What happened</Header>}>
    <Steps ariaLabel="What happened" steps={order.events.map(stepOf)} />
  </Container>
);

type Event = OrderTimeline['events'][number];

const stepOf = (event: Event): StepsProps.Step => {
  const status = eventType(event.event);
  return {
    status,
    statusIconAriaLabel: status === 'error' ? 'Failed' : 'Done',
    header: eventText(event.event),
    details: (
      <>
        <When at={event.at} /> <Name text={detailOf(event)} />
      </>
    ),
  };
};

const detailOf = ({ attempt, paymentId, cause }: Event): string =>
  [attempt && `attempt ${attempt}`, paymentId, cause && causeCode(cause)]
    .filter(Boolean)
    .join(', ');
