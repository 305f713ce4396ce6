import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { Upload } from '@keepsake/client/operator';
import { copyFact, Facts, timeFact } from '../../parts/facts.tsx';
import { Name } from '../../parts/name.tsx';
import { RecordLink } from '../../parts/page-link.tsx';
import { When } from '../../parts/when.tsx';
import { bytesText } from '../../words/figure-text.ts';
import { scanText } from '../../words/upload-words.ts';

/** The record of an upload. */
export const UploadFacts = ({ upload }: { upload: Upload }) => (
  <Container header={<Header variant="h2">Facts</Header>}>
    <Facts
      facts={{
        File: upload.fileName,
        Type: upload.contentType,
        Size: bytesText(upload.sizeBytes),
        Category: upload.category,
        Owner: copyFact(upload.ownerId, 'owner'),
        Partner: upload.partnerId,
        Announced: <When at={upload.createdAt} />,
        Arrived: timeFact(upload.uploadedAt),
        Scan: upload.scan && <Name text={scanText(upload.scan)} />,
        Original: upload.variantOf && <OtherUpload uploadId={upload.variantOf.uploadId} />,
        ...variantsOf(upload),
        Withdrawn: timeFact(upload.withdrawnAt),
        Expires: timeFact(upload.expiresAt),
        Key: copyFact(upload.key, 'key'),
        Version: copyFact(upload.versionId, 'version'),
        'SHA-256': copyFact(upload.sha256, 'SHA-256'),
      }}
    />
  </Container>
);

const OtherUpload = ({ uploadId }: { uploadId: string }) => (
  <RecordLink list="uploads" id={uploadId} />
);

/** A line for each smaller picture, by its size. */
const variantsOf = ({ variants = {} }: Upload) =>
  Object.fromEntries(
    Object.entries(variants).map(([size, uploadId]) => [
      `Variant ${size}`,
      <OtherUpload key={size} uploadId={uploadId} />,
    ]),
  );
