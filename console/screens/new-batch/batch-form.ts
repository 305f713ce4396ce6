import type { CreateBatchRequest } from '@keepsake/client/operator';

/** The fields of the form, as typed. */
export type BatchForm = { bucket: string; prefix: string; category: string; ownerId: string };

export const emptyForm: BatchForm = { bucket: '', prefix: '', category: '', ownerId: '' };

/** The next field to type; undefined if none is missing. */
export const missingIn = ({ bucket, category }: BatchForm): string | undefined => {
  if (bucket.trim() === '') return 'Name the source bucket first.';
  return category.trim() === '' ? 'Name the category first.' : undefined;
};

/** The body of `POST /batches`. A prefix may begin or end with blanks: keys may. */
export const bodyOf = ({ bucket, prefix, category, ownerId }: BatchForm): CreateBatchRequest => ({
  source: { bucket: bucket.trim(), ...(prefix !== '' && { prefix }) },
  category: category.trim(),
  ...(ownerId.trim() !== '' && { ownerId: ownerId.trim() }),
});

/** The command that does the same. */
export const commandOf = ({ bucket, prefix, category, ownerId }: BatchForm): string[] => [
  'migrate',
  `s3://${bucket.trim() || '<bucket>'}/${prefix}`,
  '--category',
  category.trim() || '<category>',
  ...(ownerId.trim() === '' ? [] : ['--owner', ownerId.trim()]),
];
