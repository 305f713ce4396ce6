import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Batch } from '@keepsake/client/operator';
import { copyFact, Facts, timeFact } from '../../parts/facts.tsx';
import { Name } from '../../parts/name.tsx';
import { When } from '../../parts/when.tsx';
import { amountText } from '../../words/batch-words.ts';
import { paceText } from '../../words/pace-text.ts';

/** How far a batch is, how fast, how long it still takes, and what it moves where. */
export const BatchProgress = ({ batch }: { batch: Batch }) => (
  <Container header={<Header variant="h2">Progress</Header>}>
    <SpaceBetween size="m">
      {batch.reason !== undefined && (
        <Alert type="warning">
          <Name text={batch.reason} />
        </Alert>
      )}
      <ProgressBar
        value={batch.percent}
        label={batch.listed ? 'Of all files listed' : 'Of the files listed so far'}
        description={amountText(batch.total)}
        additionalInfo={paceText(batch)}
      />
      <Facts
        facts={{
          Source: batch.source,
          Target: batch.target,
          Category: batch.category,
          Owner: copyFact(batch.ownerId, 'owner'),
          'Created by': batch.createdBy,
          Created: <When at={batch.createdAt} />,
          Started: timeFact(batch.startedAt),
          Ended: timeFact(batch.finishedAt),
          'Runs at': batch.lease?.holder,
        }}
      />
    </SpaceBetween>
  </Container>
);
