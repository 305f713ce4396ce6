import { describe, expect, it } from '@jest/globals';
import { anUpload } from '../../../core/builders/records.ts';
import { ExportedUploads, kept } from './exported-uploads.ts';

const here = ExportedUploads.forTests();

describe('the exported table', () => {
  it('has every field of an upload', async () => {
    here.registry.put(
      kept('upl_1', {
        ownerId: 'usr_42',
        partnerId: 'shop',
        fileName: 'cat.jpg',
        originalFileName: 'c\u200fat.jpg',
        isPublic: true,
        metadata: { album: '7', 'a\0b': '\ud800' },
        legacyPath: '2019/cat.jpg',
      }),
    );
    expect(await here.run()).toEqual({
      read: 1,
      written: 1,
      removed: 0,
      unreadable: 0,
      done: true,
    });
    expect(await here.query('SELECT * FROM user_uploads')).toEqual([
      {
        id: 'upl_1',
        user_id: '42',
        partner_id: 'shop',
        filename: 'cat.jpg',
        original_filename: 'c\u200fat.jpg',
        s3_url: 'https://files.s3.amazonaws.com/photos/upl_1',
        s3_bucket: 'files',
        s3_key: 'photos/upl_1',
        content_type: 'image/jpeg',
        file_size: '3',
        upload_type: 'photo',
        is_public: true,
        uploaded_at: new Date('2030-01-02T00:00:00.000Z'),
        expires_at: null,
        metadata: { album: '7', ab: '\ufffd' },
        created_at: new Date('2030-01-01T00:00:00.000Z'),
        updated_at: new Date('2030-01-01T00:00:00.000Z'),
        status: 'permanent',
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
        legacy_path: '2019/cat.jpg',
      },
    ]);
  });

  it('names an end for temporary files, and no URL for what is not in S3', async () => {
    here.registry.put(
      anUpload({ uploadId: 'upl_1' }),
      kept('upl_2', { source: 'local', legacyPath: 'a.jpg' }),
      kept('upl_3', { ownerId: 'ses_9', status: 'uploaded' }),
    );
    await here.run();
    const rows = await here.query(
      'SELECT user_id, s3_url IS NOT NULL AS url, expires_at IS NOT NULL AS ends FROM user_uploads ORDER BY id',
    );
    expect(rows).toEqual([
      { user_id: expect.any(String), url: false, ends: true },
      { user_id: expect.any(String), url: false, ends: false },
      { user_id: 'ses_9', url: true, ends: true },
    ]);
  });

  it('has indexes on user, partner, type, expiry, bucket and upload time, and constraints', async () => {
    await here.run();
    const indexes = await here.query(
      "SELECT indexname FROM pg_indexes WHERE tablename = 'user_uploads' ORDER BY 1",
    );
    expect(indexes.map(({ indexname }) => indexname)).toEqual([
      'idx_user_uploads_expires_at',
      'idx_user_uploads_partner_id',
      'idx_user_uploads_s3_bucket',
      'idx_user_uploads_upload_type',
      'idx_user_uploads_uploaded_at',
      'idx_user_uploads_user_id',
      'user_uploads_pkey',
    ]);
    const insert = (size: number, status: string) =>
      here.query(
        `INSERT INTO user_uploads (id, user_id, filename, original_filename, s3_bucket, s3_key,
          content_type, file_size, upload_type, is_public, metadata, created_at, updated_at, status)
          VALUES ('a', 'u', 'f', 'f', 'b', 'k', 't', $1, 'photo', false, '{}', now(), now(), $2)`,
        [size, status],
      );
    await expect(insert(-1, 'permanent')).rejects.toThrow('file_size_check');
    await expect(insert(1, 'somewhere')).rejects.toThrow('status_check');
  });

  it('may have another name and schema', async () => {
    await here.query('CREATE SCHEMA media');
    here.registry.put(kept('upl_1'));
    await here.run({ table: 'media.uploads' });
    expect(await here.ids('media.uploads')).toEqual(['upl_1']);
  });

  it('is refused where a table of the application has its name', async () => {
    await here.query('CREATE TABLE user_uploads (id integer)');
    const before = here.postgres.schemaDump();
    await expect(here.run()).rejects.toMatchObject({
      name: 'BatchRefused',
      message: 'There is a table user_uploads that Keepsake did not make. Name another --table.',
    });
    expect(here.postgres.schemaDump()).toBe(before);
  });

  it('is refused a name too long for its indexes', async () => {
    await expect(here.run({ table: 'x'.repeat(48) })).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});
