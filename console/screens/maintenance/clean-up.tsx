import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { CleanUpReport } from '@keepsake/client/operator';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { CommandLine } from '../../parts/command-line.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Problem } from '../../parts/loaded.tsx';
import { bytesText, countText } from '../../words/figure-text.ts';

const weekHours = 168;

/** Removes old uploads that no order and no job needs: first as a dry run, then for good. */
export const CleanUp = () => {
  const [text, setText] = useState(String(weekHours));
  const [isAsking, setAsking] = useState(false);
  const olderThanHours = hoursOf(text);
  const hours = olderThanHours ?? weekHours;
  const cleanUp = useAction((api, dryRun: boolean) =>
    api.cleanUp({ olderThanHours: hours, dryRun }),
  );
  const report = cleanUp.data;
  const isLooked = report?.dryRun === true && report.olderThanHours === olderThanHours;
  const invalid = olderThanHours === undefined ? 'Type a whole number of hours.' : undefined;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Removes uploads that no order and no job needs. Kept files stay."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <ActionButton
                notNow={invalid}
                loading={cleanUp.isPending}
                onClick={() => cleanUp.mutate(true)}
              >
                Look first
              </ActionButton>
              <ActionButton
                notNow={isLooked ? undefined : 'Look first: nothing is removed by that.'}
                onClick={() => setAsking(true)}
              >
                Remove
              </ActionButton>
            </SpaceBetween>
          }
        >
          Old uploads
        </Header>
      }
      footer={<CommandLine words={['cleanup', '--older-than-hours', String(hours)]} />}
    >
      <SpaceBetween size="m">
        <FormField label="Older than, in hours" errorText={invalid}>
          <Input
            value={text}
            inputMode="numeric"
            onChange={({ detail }) => setText(detail.value)}
          />
        </FormField>
        {cleanUp.error ? <Problem error={cleanUp.error} of="action" /> : null}
        {report && <Report report={report} />}
      </SpaceBetween>
      {isAsking && (
        <Confirm
          title="Remove these uploads?"
          verb="Remove"
          typed={{ word: text.trim(), label: 'Type the hours again' }}
          isRunning={cleanUp.isPending}
          error={cleanUp.error}
          onConfirm={() => cleanUp.mutate(false, { onSuccess: () => setAsking(false) })}
          onDismiss={() => setAsking(false)}
        >
          <p>
            Every version of {countText(report?.files ?? 0)} uploads older than {text} hours is
            removed. It cannot be brought back.
          </p>
        </Confirm>
      )}
    </Container>
  );
};

const hoursOf = (text: string): number | undefined => {
  const hours = Number(text);
  return Number.isInteger(hours) && hours > 0 ? hours : undefined;
};

const Report = ({ report }: { report: CleanUpReport }) => (
  <Facts
    facts={{
      [report.dryRun ? 'Would be removed' : 'Removed']: `${countText(report.files)} files`,
      Bytes: bytesText(report.bytes),
      'In use, kept': countText(report.kept),
      Failed: countText(report.failed),
      More: report.more ? 'yes: run it again' : 'no',
    }}
  />
);
