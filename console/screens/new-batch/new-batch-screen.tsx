import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useGo } from '../../parts/follow.ts';
import { Problem } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { type BatchForm, bodyOf, commandOf, emptyForm, missingIn } from './batch-form.ts';

const fields: readonly {
  name: keyof BatchForm;
  label: string;
  description: string;
  placeholder: string;
}[] = [
  {
    name: 'bucket',
    label: 'Source bucket',
    description: 'One of the buckets in bulk.sourceBuckets of the stage’s settings.',
    placeholder: 'legacy-files',
  },
  {
    name: 'prefix',
    label: 'Prefix',
    description: 'Only keys that begin so. Empty: the whole bucket.',
    placeholder: 'media/',
  },
  {
    name: 'category',
    label: 'Category',
    description: 'A category of the stage’s settings. It decides key, type and size limits.',
    placeholder: 'photo',
  },
  {
    name: 'ownerId',
    label: 'Owner',
    description: 'Optional. Registered files belong to this owner.',
    placeholder: 'usr_…',
  },
];

/** `/batches/new`: puts a migration from a bucket on record. Nothing moves until it is started. */
export const Screen = () => {
  const [form, setForm] = useState(emptyForm);
  const go = useGo();
  const create = useAction((api) => api.batches.create(bodyOf(form)));
  const submit = () =>
    create.mutate(undefined, {
      onSuccess: ({ batchId }) => go(`/batches/${encodeURIComponent(batchId)}`),
    });
  return (
    <Page title="New batch" command={commandOf(form)}>
      <Form
        actions={
          <ActionButton
            variant="primary"
            notNow={missingIn(form)}
            loading={create.isPending}
            onClick={submit}
          >
            Put on record
          </ActionButton>
        }
      >
        <SpaceBetween size="l">
          <Alert type="info">
            Nothing moves yet. The next page shows the batch; start it there. Objects are copied
            inside S3, never overwritten, and can be rolled back.
          </Alert>
          <Container>
            <SpaceBetween size="m">
              {fields.map(({ name, label, description, placeholder }) => (
                <FormField key={name} label={label} description={description}>
                  <Input
                    value={form[name]}
                    placeholder={placeholder}
                    onChange={({ detail }) => setForm({ ...form, [name]: detail.value })}
                  />
                </FormField>
              ))}
            </SpaceBetween>
          </Container>
          {create.error ? <Problem error={create.error} of="action" /> : null}
        </SpaceBetween>
      </Form>
    </Page>
  );
};
