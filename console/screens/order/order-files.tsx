import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs, {
  type KeyValuePairsProps,
} from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { OrderTimeline } from '@keepsake/client/operator';
import { useState } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Name } from '../../parts/name.tsx';
import { RecordLink } from '../../parts/page-link.tsx';
import { bytesText } from '../../words/figure-text.ts';
import { causeText, fileState } from '../../words/order-words.ts';
import { visibleText } from '../../words/visible-text.ts';
import { whyNoReplacement } from './order-repairs.ts';
import { ReplaceFile } from './replace-file.tsx';

type File = OrderTimeline['files'][number];

const proofs: Readonly<Record<NonNullable<File['verifiedBy']>, string>> = {
  sha256: 'SHA-256 of storage on both sides',
  crc64nvme: 'CRC-64/NVME of storage on both sides',
  'streamed-sha256': 'both files read and hashed',
};

/** Each file of the order with its proof. */
export const OrderFiles = ({ order }: { order: OrderTimeline }) => {
  const [replaced, setReplaced] = useState<string>();
  return (
    <Container header={<Header variant="h2">Files</Header>}>
      {order.files.length === 0 ? (
        <Box>The order has no files.</Box>
      ) : (
        <SpaceBetween size="s">
          {order.files.map((file) => (
            <OneFile
              key={file.role}
              order={order}
              file={file}
              onReplace={() => setReplaced(file.role)}
            />
          ))}
        </SpaceBetween>
      )}
      {replaced !== undefined && (
        <ReplaceFile order={order} role={replaced} onDone={() => setReplaced(undefined)} />
      )}
    </Container>
  );
};

type OneFileProps = { order: OrderTimeline; file: File; onReplace: () => void };

const OneFile = ({ order, file, onReplace }: OneFileProps) => {
  const { text, type } = fileState(file.status, order);
  return (
    <ExpandableSection
      headingTagOverride="h3"
      headerText={
        <>
          <Name text={file.role} /> <StatusIndicator type={type}>{text}</StatusIndicator>
        </>
      }
      headerDescription={visibleText(remarkOf(file))}
    >
      <SpaceBetween size="s">
        <KeyValuePairs items={pairsOf(file)} />
        <ActionButton notNow={whyNoReplacement(order, file)} onClick={onReplace}>
          Replace the file
        </ActionButton>
      </SpaceBetween>
    </ExpandableSection>
  );
};

const remarkOf = ({ required, failure }: File): string =>
  [required ? 'required' : 'optional', failure && causeText(failure)].filter(Boolean).join(' · ');

const pairsOf = (file: File): KeyValuePairsProps.Item[] => {
  const { uploadId, permanentKey, versionId, sha256, sizeBytes } = file;
  const upload = <RecordLink list="uploads" id={uploadId} />;
  const pairs: [string, KeyValuePairsProps.Pair['value'] | undefined][] = [
    ['Upload', upload],
    ['Size', sizeBytes === undefined ? undefined : bytesText(sizeBytes)],
    ['Proof', proofOf(file)],
    ['SHA-256', sha256 && <Copyable text={sha256} name="SHA-256" />],
    ['Permanent key', permanentKey && <Copyable text={permanentKey} name="permanent key" />],
    ['Version', versionId && <Copyable text={versionId} name="version" />],
  ];
  return pairs.filter(([, value]) => value).map(([label, value]) => ({ label, value }));
};

const proofOf = ({ verifiedBy }: File): string =>
  verifiedBy ? `Verified: ${proofs[verifiedBy]}` : 'Not verified';
