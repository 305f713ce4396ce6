import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Attention } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { countText } from '../../words/figure-text.ts';

type Kind = keyof Attention['orders'];

/** Facts that an operator has to look at, most pressing first. */
const kinds: readonly { kind: Kind; label: string }[] = [
  { kind: 'compensation_failed', label: 'Orders with copies left' },
  { kind: 'stuck', label: 'Stuck orders' },
  { kind: 'payment_held', label: 'Held payments' },
  { kind: 'failed', label: 'Failed orders' },
];

/** Counts of what needs a person; each leads to its list. */
export const NeedsYou = () => {
  const attention = usePolled({
    key: ['attention'],
    ask: (api, signal) => api.attention({}, signal),
  });
  const days = attention.data?.days;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={days === undefined ? undefined : `Failed orders of the last ${days} days.`}
        >
          Needs a person
        </Header>
      }
    >
      <Loaded query={attention} what="what needs a person">
        {(found) => (
          <KeyValuePairs
            columns={4}
            items={kinds.map(({ kind, label }) => ({
              label,
              value: <Count kind={kind} attention={found} />,
            }))}
          />
        )}
      </Loaded>
    </Container>
  );
};

const Count = ({ kind, attention }: { kind: Kind; attention: Attention }) => {
  const { count, more } = attention.orders[kind];
  if (count === 0) return <StatusIndicator type="success">none</StatusIndicator>;
  return (
    <StatusIndicator type={kind === 'failed' ? 'error' : 'warning'}>
      <PageLink href={`/orders?state=${kind}`}>
        {countText(count)}
        {more ? ' or more' : ''}
      </PageLink>
    </StatusIndicator>
  );
};
