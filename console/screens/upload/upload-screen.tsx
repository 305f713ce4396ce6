import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from 'react-router';
import { usePolled } from '../../api/polling.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Name } from '../../parts/name.tsx';
import { Page } from '../../parts/page.tsx';
import { isUploadRunning, refusalHeader, uploadState } from '../../words/upload-words.ts';
import { UploadActions } from './upload-actions.tsx';
import { UploadFacts } from './upload-facts.tsx';
import { UploadPreview } from './upload-preview.tsx';

/** `/uploads/:id`: what an upload is, why it was refused, its file; keep or erase it. */
export const Screen = () => {
  const { id: uploadId = '?' } = useParams();
  const upload = usePolled({
    key: ['upload', uploadId],
    ask: (api, signal) => api.uploads.get(uploadId, signal),
    isRunning: isUploadRunning,
  });
  return (
    <Page
      title={upload.data ? `Upload: ${uploadState(upload.data.status).text}` : 'Upload'}
      description={<Copyable text={uploadId} name="upload id" />}
      command={['uploads', 'show', uploadId]}
      actions={upload.data && <UploadActions upload={upload.data} />}
    >
      <Loaded query={upload} what="the upload">
        {(found) => (
          <SpaceBetween size="l">
            {found.quarantineReason !== undefined && (
              <Alert type="warning" header={refusalHeader(found)}>
                <Name text={found.quarantineReason} />. It is never served; the customer uploads
                another file.
              </Alert>
            )}
            <UploadFacts upload={found} />
            <UploadPreview key={found.uploadId} upload={found} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
};
