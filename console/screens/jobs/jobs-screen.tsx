import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Job } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { When } from '../../parts/when.tsx';
import { isJobRunning, jobState } from '../../words/job-words.ts';

const pageSize = 50;

const columns: readonly TableProps.ColumnDefinition<Job>[] = [
  {
    id: 'job',
    header: 'Job',
    isRowHeader: true,
    cell: ({ jobId }) => <PageLink href={`/jobs/${encodeURIComponent(jobId)}`}>{jobId}</PageLink>,
  },
  { id: 'title', header: 'Title', cell: ({ title }) => title },
  {
    id: 'state',
    header: 'State',
    cell: ({ status }) => {
      const { text, type } = jobState(status);
      return <StatusIndicator type={type}>{text}</StatusIndicator>;
    },
  },
  {
    id: 'owner',
    header: 'Owner',
    cell: ({ ownerId }) => <Copyable text={ownerId} name="owner" />,
  },
  { id: 'created', header: 'Created', cell: ({ createdAt }) => <When at={createdAt} /> },
];

/** `/jobs`: jobs of workers, newest first. */
export const Screen = () => {
  const cursor = useUrlFilter().get('cursor');
  const jobs = usePolled({
    key: ['jobs', cursor],
    ask: (api, signal) =>
      api.jobs.list({ limit: pageSize, ...(cursor !== undefined && { cursor }) }, signal),
    isRunning: (page) => page.jobs.some(isJobRunning),
  });
  return (
    <Page
      title="Jobs"
      description="Newest first. The list renews itself."
      command={['jobs', 'show', '<job>']}
    >
      <Loaded query={jobs} what="jobs">
        {(page) => (
          <SpaceBetween size="m">
            <Table
              variant="borderless"
              items={page.jobs}
              columnDefinitions={columns}
              trackBy="jobId"
              ariaLabels={{ tableLabel: 'Jobs' }}
              empty={
                <Empty title="No job is here">Jobs appear as soon as clients create them.</Empty>
              }
            />
            <PageTurner next={page.cursor} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
};
