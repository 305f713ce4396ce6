import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Job } from '@keepsake/client/operator';
import { useState } from 'react';
import { useParams } from 'react-router';
import { usePolled } from '../../api/polling.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { isJobRunning, jobState } from '../../words/job-words.ts';
import { FailJob } from './fail-job.tsx';
import { JobFiles } from './job-files.tsx';

/** `/jobs/:id`: a job with its files; ends it as failed. */
export const Screen = () => {
  const { id: jobId = '?' } = useParams();
  const [isFailing, setFailing] = useState(false);
  const job = usePolled({
    key: ['job', jobId],
    ask: (api, signal) => api.jobs.get(jobId, signal),
    isRunning: isJobRunning,
  });
  const found = job.data;
  return (
    <Page
      title={found ? `Job: ${jobState(found.status).text}` : 'Job'}
      description={<Copyable text={jobId} name="job id" />}
      command={['jobs', 'show', jobId]}
      actions={
        found && (
          <ActionButton
            notNow={found.status === 'running' ? undefined : 'The job has ended.'}
            onClick={() => setFailing(true)}
          >
            End as failed
          </ActionButton>
        )
      }
    >
      <Loaded query={job} what="the job">
        {(loaded) => (
          <SpaceBetween size="l">
            <JobFacts job={loaded} />
            <JobFiles job={loaded} />
            {isFailing && <FailJob job={loaded} onDone={() => setFailing(false)} />}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
};

const JobFacts = ({ job }: { job: Job }) => (
  <Container header={<Header variant="h2">Facts</Header>}>
    <Facts
      facts={{
        Title: job.title,
        Description: job.description,
        Owner: <Copyable text={job.ownerId} name="owner" />,
        Created: <When at={job.createdAt} />,
        Ended: job.finishedAt === undefined ? undefined : <When at={job.finishedAt} />,
        Reason: job.reason,
        Tags: job.tags?.join(', '),
      }}
    />
  </Container>
);
