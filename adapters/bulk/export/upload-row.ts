import type { ObjectAddress } from '../../../core/storage/ports.ts';
import { isReceived, type Upload } from '../../../core/uploads/model/upload.ts';

/** The columns of the exported table, in order, with their types and constraints. */
export const uploadColumns = {
  id: 'text PRIMARY KEY',
  user_id: 'text NOT NULL',
  partner_id: 'text',
  filename: 'text NOT NULL',
  original_filename: 'text NOT NULL',
  s3_url: 'text',
  s3_bucket: 'text NOT NULL',
  s3_key: 'text NOT NULL',
  content_type: 'text NOT NULL',
  file_size: 'bigint NOT NULL CHECK (file_size >= 0)',
  upload_type: 'text NOT NULL',
  is_public: 'boolean NOT NULL',
  uploaded_at: 'timestamptz',
  expires_at: 'timestamptz',
  metadata: 'jsonb NOT NULL',
  created_at: 'timestamptz NOT NULL',
  updated_at: 'timestamptz NOT NULL',
  status: 'text NOT NULL',
  checksum: 'text',
  legacy_path: 'text',
} as const satisfies Readonly<Record<string, string>>;

/** The columns an application looks uploads up by. */
export const indexedColumns = [
  'user_id',
  'partner_id',
  'upload_type',
  'expires_at',
  's3_bucket',
  'uploaded_at',
] as const satisfies readonly (keyof typeof uploadColumns)[];

/** A row; missing values are NULL. */
export type UploadRow = Record<keyof typeof uploadColumns, unknown>;

/** An upload as a row. `urlOf` makes the URL of its file. */
export const uploadRow = (
  upload: Upload,
  urlOf: (address: ObjectAddress) => string,
): UploadRow => ({
  id: upload.uploadId,
  user_id: storable(userIdOf(upload)),
  partner_id: upload.partnerId === undefined ? undefined : storable(upload.partnerId),
  filename: storable(upload.fileName),
  original_filename: storable(upload.originalFileName ?? upload.fileName),
  s3_url: isThere(upload) ? urlOf(upload) : undefined,
  s3_bucket: upload.bucket,
  s3_key: upload.key,
  content_type: upload.contentType,
  file_size: upload.sizeBytes,
  upload_type: upload.category,
  is_public: upload.isPublic === true,
  uploaded_at: upload.uploadedAt,
  // Permanent files have no end.
  expires_at: upload.status === 'permanent' ? undefined : upload.expiresAt,
  metadata: storableRecord(upload.metadata ?? {}),
  created_at: upload.createdAt,
  updated_at: upload.updatedAt,
  status: upload.status,
  checksum: upload.sha256 && Buffer.from(upload.sha256, 'base64').toString('hex'),
  legacy_path: upload.legacyPath === undefined ? undefined : storable(upload.legacyPath),
});

/** PostgreSQL stores neither NUL nor half a character. */
const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** The application's own id of a user; an anonymous session has only the id it has here. */
const userIdOf = ({ ownerId }: Upload): string => ownerId.replace(/^usr_/, '');

/** True while the file can be read from S3. */
const isThere = (upload: Upload): boolean =>
  isReceived(upload) && upload.source !== 'local' && upload.removal === undefined;

const storableRecord = (record: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map((entry) => entry.map(storable)));
