import ColumnLayout from '@cloudscape-design/components/column-layout';
import { usePolled } from '../../api/polling.ts';
import { ChoiceFilter } from '../../parts/choice-filter.tsx';
import { LoadedPage } from '../../parts/loaded-page.tsx';
import { Page } from '../../parts/page.tsx';
import { TextFilter } from '../../parts/text-filter.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { isUploadRunning, uploadState, uploadStatuses } from '../../words/upload-words.ts';
import { commandOf, queryOf } from './upload-filter.ts';
import { UploadTable } from './upload-table.tsx';

const states = uploadStatuses.map((value) => ({ value, label: uploadState(value).text }));

/** `/uploads`: uploads of all owners by state, owner, category and legacy path. */
export const Screen = () => {
  const { get } = useUrlFilter();
  const query = queryOf(get);
  const uploads = usePolled({
    key: ['uploads', query],
    ask: (api, signal) => api.uploads.list(query, signal),
    isRunning: (page) => page.uploads.some(isUploadRunning),
  });
  return (
    <Page
      title="Uploads"
      description="Newest first. The list renews itself."
      command={commandOf(query)}
    >
      <Filters />
      <LoadedPage query={uploads} what="uploads">
        {(page) => <UploadTable uploads={page.uploads} />}
      </LoadedPage>
    </Page>
  );
};

const Filters = () => (
  <ColumnLayout columns={4} minColumnWidth={180}>
    <ChoiceFilter name="state" label="State" choices={states} />
    <TextFilter
      name="owner"
      label="Owner"
      description="A user’s or session’s id. Press Enter."
      placeholder="usr_…"
    />
    <TextFilter
      name="category"
      label="Category"
      description="As in the stage’s settings. Press Enter."
      placeholder="photo"
    />
    <TextFilter
      name="path"
      label="Legacy path"
      description="Its path in an older system. Press Enter."
      placeholder="/media/…"
    />
  </ColumnLayout>
);
