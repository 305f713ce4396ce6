import type { UploadListQuery } from '@keepsake/client/operator';
import { uploadStatuses } from '../../words/upload-words.ts';

const pageSize = 50;

type Status = NonNullable<UploadListQuery['status']>;

const isStatus = (text: string | undefined): text is Status =>
  uploadStatuses.some((status) => status === text);

/** The query in the page's address. A state that the API does not know is left out. */
export const queryOf = (get: (name: string) => string | undefined): UploadListQuery => {
  const [status, ownerId, category, legacyPath, cursor] = [
    get('state'),
    get('owner'),
    get('category'),
    get('path'),
    get('cursor'),
  ];
  return {
    limit: pageSize,
    ...(isStatus(status) && { status }),
    ...(ownerId !== undefined && { ownerId }),
    ...(category !== undefined && { category }),
    ...(legacyPath !== undefined && { legacyPath }),
    ...(cursor !== undefined && { cursor }),
  };
};

/** The command that lists the same. */
export const commandOf = ({ status, ownerId, category, legacyPath }: UploadListQuery): string[] => [
  'uploads',
  'list',
  ...Object.entries({ owner: ownerId, category, status, path: legacyPath }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`--${name}`, value]),
  ),
];
