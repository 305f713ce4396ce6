import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Upload } from '@keepsake/client/operator';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Name } from '../../parts/name.tsx';
import { RecordLink } from '../../parts/page-link.tsx';
import { Status } from '../../parts/status.tsx';
import { When } from '../../parts/when.tsx';
import { bytesText } from '../../words/figure-text.ts';
import { uploadState } from '../../words/upload-words.ts';

const State = ({ status }: Pick<Upload, 'status'>) => {
  const { text, type } = uploadState(status);
  return <Status type={type}>{text}</Status>;
};

const columns: readonly TableProps.ColumnDefinition<Upload>[] = [
  {
    id: 'upload',
    header: 'Upload',
    isRowHeader: true,
    cell: ({ uploadId }) => <RecordLink list="uploads" id={uploadId} />,
  },
  { id: 'name', header: 'File', cell: ({ fileName }) => <Name text={fileName} /> },
  { id: 'state', header: 'State', cell: ({ status }) => <State status={status} /> },
  { id: 'category', header: 'Category', cell: ({ category }) => <Name text={category} /> },
  { id: 'size', header: 'Size', cell: ({ sizeBytes }) => bytesText(sizeBytes) },
  {
    id: 'owner',
    header: 'Owner',
    cell: ({ ownerId }) => <Copyable text={ownerId} name="owner" />,
  },
  { id: 'created', header: 'Announced', cell: ({ createdAt }) => <When at={createdAt} /> },
];

/** One page of uploads. */
export const UploadTable = ({ uploads }: { uploads: readonly Upload[] }) => (
  <Table
    variant="borderless"
    wrapLines
    items={uploads}
    columnDefinitions={columns}
    trackBy="uploadId"
    ariaLabels={{ tableLabel: 'Uploads' }}
    empty={
      <Empty title="No upload is here">
        Widen the filters above. Uploads appear as soon as clients announce them.
      </Empty>
    }
  />
);
