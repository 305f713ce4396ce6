import ColumnLayout from '@cloudscape-design/components/column-layout';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Job, JobQuery } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { ChoiceFilter } from '../../parts/choice-filter.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { LoadedPage } from '../../parts/loaded-page.tsx';
import { Name } from '../../parts/name.tsx';
import { Page } from '../../parts/page.tsx';
import { RecordLink } from '../../parts/page-link.tsx';
import { Status } from '../../parts/status.tsx';
import { TextFilter } from '../../parts/text-filter.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { When } from '../../parts/when.tsx';
import { isJobRunning, jobState, jobStatuses } from '../../words/job-words.ts';
import { optionsOf } from '../../words/shell-words.ts';

const pageSize = 50;

const columns: readonly TableProps.ColumnDefinition<Job>[] = [
  {
    id: 'job',
    header: 'Job',
    isRowHeader: true,
    cell: ({ jobId }) => <RecordLink list="jobs" id={jobId} />,
  },
  { id: 'title', header: 'Title', cell: ({ title }) => <Name text={title} /> },
  {
    id: 'state',
    header: 'State',
    cell: ({ status }) => {
      const { text, type } = jobState(status);
      return <Status type={type}>{text}</Status>;
    },
  },
  {
    id: 'owner',
    header: 'Owner',
    cell: ({ ownerId }) => <Copyable text={ownerId} name="owner" />,
  },
  { id: 'created', header: 'Created', cell: ({ createdAt }) => <When at={createdAt} /> },
];

const choices = jobStatuses.map((value) => ({ value, label: jobState(value).text }));

/** `/jobs`: everybody's jobs by state and owner, newest first. */
export const Screen = () => {
  const query = queryOf(useUrlFilter().get);
  const jobs = usePolled({
    key: ['jobs', query],
    ask: (api, signal) => api.jobs.list(query, signal),
    isRunning: (page) => page.jobs.some(isJobRunning),
  });
  return (
    <Page
      title="Jobs"
      description="Newest first. The list renews itself."
      command={commandOf(query)}
    >
      <ColumnLayout columns={2}>
        <ChoiceFilter name="state" label="State" choices={choices} />
        <TextFilter
          name="owner"
          label="Owner"
          description="A user’s or session’s id. Press Enter."
          placeholder="usr_…"
        />
      </ColumnLayout>
      <LoadedPage query={jobs} what="jobs">
        {(page) => (
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
        )}
      </LoadedPage>
    </Page>
  );
};

const queryOf = (get: (name: string) => string | undefined): JobQuery => {
  const status = jobStatuses.find((known) => known === get('state'));
  return { limit: pageSize, status, ownerId: get('owner'), cursor: get('cursor') };
};

/** The command that lists the same. */
const commandOf = ({ ownerId, status }: JobQuery): string[] => [
  'jobs',
  'list',
  ...optionsOf({ owner: ownerId, status }),
];
