import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { WebhookDelivery } from '@keepsake/client/operator';
import { useState } from 'react';
import { useParams } from 'react-router';
import { usePolled } from '../../api/polling.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { DeliveryState, DeliverySubject } from '../../parts/delivery-state.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Name } from '../../parts/name.tsx';
import { Page } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { countText } from '../../words/figure-text.ts';
import { endpointAnswer } from '../../words/webhook-words.ts';
import { SendAgain } from './send-again.tsx';

/** `/webhooks/:id`: how the delivery of an event to an endpoint ended; sends it again. */
export const Screen = () => {
  const { id: deliveryId = '?' } = useParams();
  const [isAsking, setAsking] = useState(false);
  /** The time of the last try when the event was sent again. */
  const [sentAfter, setSentAfter] = useState<string>();
  const delivery = usePolled({
    key: ['webhook-delivery', deliveryId],
    ask: (api, signal) => api.webhooks.delivery(deliveryId, signal),
    isRunning: ({ at }) => at === sentAfter,
  });
  const found = delivery.data;
  return (
    <Page
      title="Delivery"
      description={<Copyable text={deliveryId} name="delivery id" />}
      command={commandOf(deliveryId)}
      actions={found && <ActionButton onClick={() => setAsking(true)}>Send again</ActionButton>}
    >
      <Loaded query={delivery} what="the delivery">
        {(loaded) => (
          <SpaceBetween size="l">
            {sentAfter === loaded.at && (
              <Alert type="info">The event is on its way again. This page shows how it ends.</Alert>
            )}
            <DeliveryFacts delivery={loaded} />
            <Sent webhook={loaded.webhook} />
            {isAsking && (
              <SendAgain
                delivery={loaded}
                onSent={() => {
                  setSentAfter(loaded.at);
                  setAsking(false);
                }}
                onDismiss={() => setAsking(false)}
              />
            )}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
};

/** The words of `keepsake webhooks` for `<endpoint>.<event id>`. */
const commandOf = (deliveryId: string): string[] => {
  const dot = deliveryId.indexOf('.');
  return ['webhooks', 'show', deliveryId.slice(0, dot), deliveryId.slice(dot + 1)];
};

const DeliveryFacts = ({ delivery }: { delivery: WebhookDelivery }) => {
  const { endpoint, status, attempts, at, subject, webhook } = delivery;
  return (
    <Container header={<Header variant="h2">Last try</Header>}>
      <Facts
        facts={{
          State: <DeliveryState status={status} />,
          Answer: endpointAnswer(delivery),
          When: <When at={at} />,
          Tries: countText(attempts),
          Endpoint: endpoint,
          About: <DeliverySubject subject={subject} />,
          Event: webhook.type,
          'Event id': <Copyable text={webhook.id} name="event id" />,
          Happened: <When at={webhook.timestamp} />,
        }}
      />
    </Container>
  );
};

const Sent = ({ webhook }: Pick<WebhookDelivery, 'webhook'>) => (
  <Container header={<Header variant="h2">What was sent</Header>}>
    <SpaceBetween size="xxs">
      {Object.entries(webhook.data).map((entry) => (
        <code key={entry[0]}>
          <Name text={lineOf(entry)} />
        </code>
      ))}
    </SpaceBetween>
  </Container>
);

const lineOf = ([name, value]: [string, unknown]): string => `${name}: ${JSON.stringify(value)}`;
