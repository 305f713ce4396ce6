import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { Upload } from '@keepsake/client/operator';
import { Copyable } from '../../parts/copyable.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Name } from '../../parts/name.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { When } from '../../parts/when.tsx';
import { bytesText } from '../../words/figure-text.ts';
import { scanText } from '../../words/upload-words.ts';

const copyable = (text: string | undefined, name: string) =>
  text === undefined ? undefined : <Copyable text={text} name={name} />;

const time = (at: string | undefined) => (at === undefined ? undefined : <When at={at} />);

const OtherUpload = ({ uploadId }: { uploadId: string }) => (
  <PageLink href={`/uploads/${uploadId}`}>{uploadId}</PageLink>
);

/** A line for each smaller picture, by its size. */
const variantsOf = ({ variants = {} }: Upload) =>
  Object.fromEntries(
    Object.entries(variants).map(([size, uploadId]) => [
      `Variant ${size}`,
      <OtherUpload key={size} uploadId={uploadId} />,
    ]),
  );

/** The record of an upload. */
export const UploadFacts = ({ upload }: { upload: Upload }) => (
  <Container header={<Header variant="h2">Facts</Header>}>
    <Facts
      facts={{
        File: upload.fileName,
        Type: upload.contentType,
        Size: bytesText(upload.sizeBytes),
        Category: upload.category,
        Owner: copyable(upload.ownerId, 'owner'),
        Partner: upload.partnerId,
        Announced: <When at={upload.createdAt} />,
        Arrived: time(upload.uploadedAt),
        Scan: upload.scan && <Name text={scanText(upload.scan)} />,
        Original: upload.variantOf && <OtherUpload uploadId={upload.variantOf.uploadId} />,
        ...variantsOf(upload),
        Withdrawn: time(upload.withdrawnAt),
        Expires: time(upload.expiresAt),
        Key: copyable(upload.key, 'key'),
        Version: copyable(upload.versionId, 'version'),
        'SHA-256': copyable(upload.sha256, 'SHA-256'),
      }}
    />
  </Container>
);
