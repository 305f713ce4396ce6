import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { WebhookEndpoints } from '@keepsake/client/operator';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';

type Endpoint = WebhookEndpoints['endpoints'][number];

const columns: readonly TableProps.ColumnDefinition<Endpoint>[] = [
  { id: 'name', header: 'Name', isRowHeader: true, cell: ({ name }) => <Name text={name} /> },
  { id: 'address', header: 'Address', cell: ({ address }) => <Name text={address} /> },
  { id: 'events', header: 'Hears of', cell: ({ events }) => <Name text={events.join(', ')} /> },
];

/** The endpoints of the stage, without their secrets. */
export const EndpointTable = ({ endpoints }: WebhookEndpoints) => (
  <Container
    header={
      <Header variant="h2" description="Secrets and the query of an address are not shown.">
        Endpoints
      </Header>
    }
  >
    <Table
      variant="embedded"
      items={endpoints}
      columnDefinitions={columns}
      trackBy="name"
      wrapLines
      ariaLabels={{ tableLabel: 'Endpoints' }}
      empty={
        <Empty title="This stage has no endpoint">
          Add one to the stage’s <code>webhooks</code> and deploy.
        </Empty>
      }
    />
  </Container>
);
