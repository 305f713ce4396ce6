import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Batch } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Name } from '../../parts/name.tsx';
import { PageLink, RecordLink } from '../../parts/page-link.tsx';
import { countText } from '../../words/figure-text.ts';

/** Bulk migrations that run now. */
export const RunningBatches = () => {
  const batches = usePolled({
    key: ['batches', 'running'],
    ask: (api, signal) => api.batches.list({ limit: 25 }, signal),
    isRunning: (page) => page.batches.some(isRunning),
  });
  return (
    <Container header={<Header variant="h2">Bulk migrations that run</Header>}>
      <Loaded query={batches} what="bulk migrations">
        {(page) => {
          const running = page.batches.filter(isRunning);
          return running.length === 0 ? (
            <Empty title="None runs">
              Begin one under <PageLink href="/batches">Bulk migrations</PageLink>.
            </Empty>
          ) : (
            <SpaceBetween size="m">
              {running.map((batch) => (
                <OneBatch key={batch.batchId} batch={batch} />
              ))}
            </SpaceBetween>
          );
        }}
      </Loaded>
    </Container>
  );
};

const isRunning = ({ status }: Batch): boolean => status === 'running' || status === 'rolling_back';

const OneBatch = ({ batch }: { batch: Batch }) => (
  <ProgressBar
    value={batch.percent}
    label={<RecordLink list="batches" id={batch.batchId} />}
    ariaLabel={`Batch ${batch.batchId}`}
    description={<Name text={`${countText(batch.total.files)} files from ${batch.source}`} />}
    additionalInfo={`${countText(failedIn(batch))} failed`}
  />
);

const failedIn = ({ counts }: Batch): number => counts.failed?.files ?? 0;
