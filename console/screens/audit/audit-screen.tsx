import ColumnLayout from '@cloudscape-design/components/column-layout';
import type { AuditQuery } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { PageTurner } from '../../parts/page-turner.tsx';
import { TextFilter } from '../../parts/text-filter.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { AuditTable } from './audit-table.tsx';

const pageSize = 50;

const queryOf = (get: (name: string) => string | undefined): AuditQuery => {
  const [actor, subject, cursor] = [get('actor'), get('subject'), get('cursor')];
  return {
    limit: pageSize,
    ...(actor !== undefined && { actor }),
    ...(subject !== undefined && { subject }),
    ...(cursor !== undefined && { cursor }),
  };
};

/** The command that lists the same. */
const commandOf = ({ actor, subject }: AuditQuery): string[] => [
  'audit',
  ...(actor === undefined ? [] : ['--actor', actor]),
  ...(subject === undefined ? [] : ['--subject', subject]),
];

/** `/audit`: every operator's action with its time, target and outcome. */
export const Screen = () => {
  const query = queryOf(useUrlFilter().get);
  const entries = usePolled({
    key: ['audit', query],
    ask: (api, signal) => api.audit(query, signal),
    isRunning: (page) => page.entries.some(({ outcome }) => outcome === 'pending'),
  });
  return (
    <Page
      title="Audit"
      description="Every act of an operator, newest first. Entries cannot be changed."
      command={commandOf(query)}
    >
      <ColumnLayout columns={2}>
        <TextFilter
          name="actor"
          label="Who"
          description="The operator’s id. Press Enter."
          placeholder="usr_…"
        />
        <TextFilter
          name="subject"
          label="To what"
          description="An order’s, upload’s or batch’s id. Press Enter."
          placeholder="ord_…"
        />
      </ColumnLayout>
      <Loaded query={entries} what="the audit">
        {(page) => <AuditTable entries={page.entries} />}
      </Loaded>
      <PageTurner query={entries} />
    </Page>
  );
};
