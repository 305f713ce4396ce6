import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useUrlFilter } from './url-filter.ts';

type ChoiceFilterProps = {
  name: string;
  label: string;
  /** Value and text of each choice, besides "all". */
  choices: readonly { value: string; label: string }[];
};

/** A filter with a list of choices, kept in the page's address. */
export const ChoiceFilter = ({ name, label, choices }: ChoiceFilterProps) => {
  const { get, set } = useUrlFilter();
  const all = { value: '', label: 'All' };
  const chosen = choices.find(({ value }) => value === get(name)) ?? all;
  return (
    <FormField label={label}>
      <Select
        selectedOption={chosen}
        options={[all, ...choices]}
        onChange={({ detail }) => set({ [name]: detail.selectedOption.value })}
      />
    </FormField>
  );
};
