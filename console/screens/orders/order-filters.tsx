import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Select from '@cloudscape-design/components/select';
import { TextFilter } from '../../parts/text-filter.tsx';
import { useUrlFilter } from '../../parts/url-filter.ts';
import { orderStates } from './order-filter.ts';

const days = [
  { name: 'from', label: 'Changed since' },
  { name: 'to', label: 'Changed until' },
] as const;

const column = { colspan: { default: 12, xs: 6, s: 3 } };

const choices = orderStates.map(({ id, text }) => ({ value: id, label: text }));

/** Filters by state, owner and time, kept in the page's address. */
export const OrderFilters = () => {
  const { get, fieldText, set } = useUrlFilter();
  const state = get('state') ?? 'all';
  return (
    <Grid gridDefinition={[column, column, column, column]}>
      <FormField label="State">
        <Select
          options={choices}
          selectedOption={choices.find(({ value }) => value === state) ?? null}
          onChange={({ detail: { selectedOption } }) =>
            set({ state: selectedOption.value === 'all' ? undefined : selectedOption.value })
          }
        />
      </FormField>
      <TextFilter
        name="owner"
        label="Owner"
        description="A user’s or session’s id. Press Enter."
        placeholder="usr_…"
      />
      {days.map(({ name, label }) => (
        <FormField key={name} label={label} description="A day of UTC, YYYY/MM/DD.">
          <DatePicker
            value={fieldText(name)}
            placeholder="YYYY/MM/DD"
            openCalendarAriaLabel={() => `${label}: choose a day`}
            onChange={({ detail }) => set({ [name]: detail.value })}
          />
        </FormField>
      ))}
    </Grid>
  );
};
