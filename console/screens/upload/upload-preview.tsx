import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Upload } from '@keepsake/client/operator';
import { useAction } from '../../api/action.ts';
import { Problem } from '../../parts/loaded.tsx';
import { Name } from '../../parts/name.tsx';
import { isReadable, previewOf } from '../../words/upload-words.ts';
import { visibleText } from '../../words/visible-text.ts';

/** Shows a picture or plays a recording on a click: a page view must not open files. */
export const UploadPreview = ({ upload }: { upload: Upload }) => {
  const { uploadId } = upload;
  const open = useAction((api) => api.uploads.downloadUrl(uploadId));
  const url = open.data?.url;
  return (
    <Container header={<Header variant="h2">File</Header>}>
      <SpaceBetween size="s">
        {isReadable(upload) ? (
          <SpaceBetween direction="horizontal" size="xs">
            <Button loading={open.isPending} onClick={() => open.mutate(undefined)}>
              Show the file
            </Button>
            {url !== undefined && (
              <Button href={url} target="_blank" iconName="external" iconAlign="right">
                Open in a new tab
              </Button>
            )}
          </SpaceBetween>
        ) : (
          <Box>There are no bytes to show: the file has not arrived, was refused or is gone.</Box>
        )}
        {open.error ? <Problem error={open.error} of="action" /> : null}
        {url !== undefined && <Shown upload={upload} url={url} />}
      </SpaceBetween>
    </Container>
  );
};

const Shown = ({ upload, url }: { upload: Upload; url: string }) => {
  const kind = previewOf(upload.contentType);
  const name = visibleText(upload.fileName);
  if (kind === 'picture')
    return <img className="keepsake-preview" src={url} alt={`Preview of ${name}`} />;
  // biome-ignore lint/a11y/useMediaCaption: a customer’s own recording has no captions.
  if (kind === 'audio') return <audio controls src={url} aria-label={name} />;
  if (kind === 'video')
    // biome-ignore lint/a11y/useMediaCaption: a customer’s own recording has no captions.
    return <video className="keepsake-preview" controls src={url} aria-label={name} />;
  return (
    <Box>
      There is no preview of <Name text={upload.contentType} />. Open the file instead.
    </Box>
  );
};
