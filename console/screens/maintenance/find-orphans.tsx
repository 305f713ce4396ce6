import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { OrphansFound } from '@keepsake/client/operator';
import { useState } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { CommandLine } from '../../parts/command-line.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Problem } from '../../parts/loaded.tsx';
import { countText } from '../../words/figure-text.ts';
import { addCounts } from '../../words/health-words.ts';
import { OrphanReport } from './orphan-report.tsx';
import { useStretches } from './stretches.ts';

type Wanted = { prefix?: string };

/** Compares permanent storage with the records: first as a dry run, then removes. */
export const FindOrphans = () => {
  const [prefix, setPrefix] = useState('');
  const [isAsking, setAsking] = useState(false);
  const { action, found, looked } = useStretches<Wanted, OrphansFound>((api, body) =>
    api.orphans(body),
  );
  const hasLooked = looked !== undefined && looked.prefix === wantedOf(prefix).prefix;
  const { removable } = addCounts(found);
  const run = (dryRun: boolean): void =>
    action.mutate({ input: wantedOf(prefix), dryRun }, { onSuccess: () => setAsking(false) });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Stored versions that no record refers to, and records without bytes."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <ActionButton loading={action.isPending} onClick={() => run(true)}>
                Look for orphans
              </ActionButton>
              <ActionButton
                notNow={reasonNotToRemove(hasLooked, removable)}
                onClick={() => setAsking(true)}
              >
                Remove orphans
              </ActionButton>
            </SpaceBetween>
          }
        >
          Orphans
        </Header>
      }
      footer={<CommandLine words={['orphans', ...(prefix ? ['--prefix', prefix] : [])]} />}
    >
      <SpaceBetween size="m">
        <FormField label="Only keys that begin with" description="All keys if it is empty.">
          <Input
            value={prefix}
            placeholder="photos/"
            onChange={({ detail }) => setPrefix(detail.value)}
          />
        </FormField>
        {action.error && !isAsking ? <Problem error={action.error} of="action" /> : null}
        {found.length > 0 && <OrphanReport found={found} />}
      </SpaceBetween>
      {isAsking && (
        <Confirm
          title="Remove these versions?"
          verb="Remove"
          typed={{ word: String(removable), label: 'Type how many versions' }}
          isRunning={action.isPending}
          error={action.error}
          onConfirm={() => run(false)}
          onDismiss={() => setAsking(false)}
        >
          <p>
            {countText(removable)} stored versions that Keepsake made more than a day ago, and that
            no record refers to, are removed. They cannot be brought back. Each is judged anew
            before it is removed. Records without bytes stay.
          </p>
        </Confirm>
      )}
    </Container>
  );
};

const wantedOf = (prefix: string): Wanted => (prefix === '' ? {} : { prefix });

const reasonNotToRemove = (hasLooked: boolean, removable: number): string | undefined => {
  if (!hasLooked) return 'Look first: nothing is removed by that.';
  return removable === 0 ? 'There is nothing to remove.' : undefined;
};
