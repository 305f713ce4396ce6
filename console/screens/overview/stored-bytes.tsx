import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { Stats } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { amountText } from '../../words/batch-words.ts';

type Figure = Stats['total'];

const none: Figure = { files: 0, bytes: 0 };

/** How much is in temporary and in permanent storage. */
export const StoredBytes = () => {
  const stats = usePolled({ key: ['stats'], ask: (api, signal) => api.stats({ days: 1 }, signal) });
  return (
    <Container header={<Header variant="h2">Stored</Header>}>
      <Loaded query={stats} what="what is stored">
        {(found) => (
          <KeyValuePairs
            columns={3}
            items={[
              { label: 'Kept for good', value: amountText(found.byStatus.permanent ?? none) },
              { label: 'Temporary', value: amountText(temporaryOf(found)) },
              { label: 'Together', value: amountText(found.total) },
            ]}
          />
        )}
      </Loaded>
    </Container>
  );
};

/** All that is no longer, or not yet, in permanent storage. */
const temporaryOf = ({ total, byStatus: { permanent } }: Stats): Figure => ({
  files: total.files - (permanent?.files ?? 0),
  bytes: total.bytes - (permanent?.bytes ?? 0),
});
