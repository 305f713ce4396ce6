import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { useUrlFilter } from './url-filter.ts';

type TextFilterProps = { name: string; label: string; description: string; placeholder: string };

/** A text filter. Enter applies the text and puts it into the page's address. */
export const TextFilter = ({ name, label, description, placeholder }: TextFilterProps) => {
  const { fieldText, set } = useUrlFilter();
  const inAddress = fieldText(name);
  const [text, setText] = useState(inAddress);
  const [shown, setShown] = useState(inAddress);
  // The address changes without this field, too: by the back button or a link.
  if (shown !== inAddress) {
    setShown(inAddress);
    setText(inAddress);
  }
  return (
    <FormField label={label} description={description}>
      <Input
        value={text}
        placeholder={placeholder}
        onChange={({ detail }) => setText(detail.value)}
        onKeyDown={({ detail }) => detail.key === 'Enter' && set({ [name]: text.trim() })}
      />
    </FormField>
  );
};
