import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { Stats } from '@keepsake/client/operator';
import { Facts } from '../../parts/facts.tsx';
import { amountText } from '../../words/batch-words.ts';
import { monthlyDollars, temporaryStates } from './storage-cost.ts';

const none = { files: 0, bytes: 0 };

/** How much is temporary, how much is permanent, and an estimate of what it costs. */
export const StorageSummary = ({ stats: { total, byStatus } }: { stats: Stats }) => {
  const permanent = byStatus.permanent ?? none;
  const temporary = temporaryStates
    .map((status) => byStatus[status] ?? none)
    .reduce((sum, { files, bytes }) => ({
      files: sum.files + files,
      bytes: sum.bytes + bytes,
    }));
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <Facts
        columns={4}
        facts={{
          Permanent: amountText(permanent),
          Temporary: amountText(temporary),
          'All on record': amountText(total),
          'Storage cost, about': `$ ${monthlyDollars(temporary.bytes + permanent.bytes)} a month`,
        }}
      />
    </Container>
  );
};
