import ColumnLayout from '@cloudscape-design/components/column-layout';
import type { AuditQuery } from '@keepsake/client/operator';
import { usePolled } from '../../api/polling.ts';
import { LoadedPage } from '../../parts/loaded-page.tsx';
import { Page } from '../../parts/page.tsx';
import { TextFilter } from '../../parts/text-filter.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { optionsOf } from '../../words/shell-words.ts';
import { AuditTable } from './audit-table.tsx';

const pageSize = 50;

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
      <LoadedPage query={entries} what="the audit">
        {(page) => <AuditTable entries={page.entries} />}
      </LoadedPage>
    </Page>
  );
};

const queryOf = (get: (name: string) => string | undefined): AuditQuery => ({
  limit: pageSize,
  actor: get('actor'),
  subject: get('subject'),
  cursor: get('cursor'),
});

/** The command that lists the same. */
const commandOf = ({ actor, subject }: AuditQuery): string[] => [
  'audit',
  ...optionsOf({ actor, subject }),
];
