import type { UploadListQuery } from '@keepsake/client/operator';
import { optionsOf } from '../../words/shell-words.ts';
import { uploadStatuses } from '../../words/upload-words.ts';

const pageSize = 50;

/** The query in the page's address. A state that the API does not know is left out. */
export const queryOf = (get: (name: string) => string | undefined): UploadListQuery => ({
  limit: pageSize,
  status: uploadStatuses.find((known) => known === get('state')),
  ownerId: get('owner'),
  category: get('category'),
  legacyPath: get('path'),
  cursor: get('cursor'),
});

/** The command that lists the same. */
export const commandOf = ({ status, ownerId, category, legacyPath }: UploadListQuery): string[] => [
  'uploads',
  'list',
  ...optionsOf({ owner: ownerId, category, status, path: legacyPath }),
];
