import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { Job } from '@keepsake/client/operator';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';
import { RecordLink } from '../../parts/page-link.tsx';

/** The files that a job reads and writes, and their fate at its end. */
export const JobFiles = ({ job }: { job: Job }) => (
  <Container header={<Header variant="h2">Files</Header>}>
    <Table
      variant="embedded"
      items={[...rowsOf('input', job.inputs, job), ...rowsOf('output', job.outputs, job)]}
      ariaLabels={{ tableLabel: 'Files of the job' }}
      columnDefinitions={[
        { id: 'name', header: 'Name', isRowHeader: true, cell: ({ name }) => <Name text={name} /> },
        { id: 'kind', header: 'Kind', cell: ({ kind }) => kind },
        {
          id: 'upload',
          header: 'Upload',
          cell: ({ uploadId }) => <RecordLink list="uploads" id={uploadId} />,
        },
        { id: 'fate', header: 'At its end', cell: ({ fate }) => fate.replaceAll('_', ' ') },
      ]}
      empty={<Empty title="No file">The job names no files.</Empty>}
    />
  </Container>
);

type Row = { kind: 'input' | 'output'; name: string; uploadId: string; fate: string };

const rowsOf = (
  kind: Row['kind'],
  files: Readonly<Record<string, string>> = {},
  { cleanUp = {} }: Job,
): Row[] =>
  Object.entries(files).map(([name, uploadId]) => ({
    kind,
    name,
    uploadId,
    fate: cleanUp[uploadId] ?? '–',
  }));
