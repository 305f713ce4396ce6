import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { orderStates } from './order-filter.ts';

/** State and owner. They stand in the page's address. */
export const OrderFilters = () => {
  const { get, set } = useUrlFilter();
  const [owner, setOwner] = useState(get('owner') ?? '');
  return (
    <SpaceBetween size="s">
      <SegmentedControl
        label="State"
        selectedId={get('state') ?? 'all'}
        options={orderStates.map(({ id, text }) => ({ id, text }))}
        onChange={({ detail }) =>
          set({ state: detail.selectedId === 'all' ? undefined : detail.selectedId })
        }
      />
      <FormField label="Owner" description="A user’s or session’s id. Press Enter.">
        <Input
          value={owner}
          placeholder="usr_…"
          onChange={({ detail }) => setOwner(detail.value)}
          onKeyDown={({ detail }) => detail.key === 'Enter' && set({ owner: owner.trim() })}
        />
      </FormField>
    </SpaceBetween>
  );
};
