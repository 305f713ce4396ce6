import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { SearchResult } from '@keepsake/client/operator';
import { Navigate } from 'react-router';
import { usePolled } from '../../api/polling.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useWanted } from '../../parts/find-path.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { pageOf, reasonText } from '../../words/search-words.ts';

/** Where a find leads: to the page, if there is one answer; else to a choice. */
export const Screen = () => {
  const wanted = useWanted();
  const found = usePolled({
    key: ['search', wanted],
    ask: (api, signal) => api.search(wanted, signal),
    enabled: wanted !== '',
  });
  const [only, ...others] = found.data?.matches ?? [];
  if (only && others.length === 0) return <Navigate to={pageOf(only)} replace />;
  return (
    <Page
      title="Find"
      description={wanted === '' ? undefined : <Copyable text={wanted} name="search text" />}
      command={['find', wanted === '' ? '<id>' : wanted]}
    >
      <SpaceBetween size="m">
        {wanted === '' ? (
          <Empty title="What do you look for?">Press the key / and paste any id.</Empty>
        ) : (
          <Loaded query={found} what="what was found">
            {({ matches }) => <Matches matches={matches} />}
          </Loaded>
        )}
      </SpaceBetween>
    </Page>
  );
};

type Match = SearchResult['matches'][number];

const Matches = ({ matches }: { matches: readonly Match[] }) => (
  <Table
    variant="borderless"
    items={matches}
    ariaLabels={{ tableLabel: 'What was found' }}
    columnDefinitions={[
      {
        id: 'id',
        header: 'Found',
        isRowHeader: true,
        cell: (match) => <PageLink href={pageOf(match)}>{match.id}</PageLink>,
      },
      { id: 'kind', header: 'What it is', cell: ({ kind }) => kind },
      { id: 'why', header: 'Why', cell: reasonText },
    ]}
    empty={
      <Empty title="Nothing has this id">
        Check that the id is whole, and that this is the right stage. Orders, uploads, batches,
        jobs, payments, permanent keys, links, their tokens and owners can be found.
      </Empty>
    }
  />
);
