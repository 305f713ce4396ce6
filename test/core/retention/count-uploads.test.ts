import { describe, expect, it } from '@jest/globals';
import { countUploads } from '../../../core/retention/count-uploads.ts';
import type { UploadStatus } from '../../../core/uploads/model/upload.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import {
  aCounter,
  count,
  created,
  everyDay,
  next,
  quiet,
  removed,
  told,
  totalsOf,
} from './upload-changes.ts';

describe('count uploads', () => {
  const upload = created({ sizeBytes: 10 });
  const one = { files: 1, bytes: 10 };

  it('counts an upload by category, status, kind of owner and day', async () => {
    const stats = aCounter(upload);
    await count(stats, told(upload));
    expect(await stats.read(everyDay)).toEqual({
      totals: { 'category#photo': one, 'status#pending': one, 'owner#user': one },
      days: { '2030-01-01#temporary#photo': one },
    });
  });

  it('moves it from one status to the next', async () => {
    const stats = aCounter(upload);
    await count(stats, told(upload));
    await count(stats, told(next(upload, { status: 'uploaded' }), upload));
    expect(await totalsOf(stats)).toEqual({
      'category#photo': one,
      'status#uploaded': one,
      'owner#user': one,
    });
  });

  it('counts a registered file as permanent once its bytes were moved, and not before', async () => {
    const { reservedFor: _none, ...rest } = upload;
    const registered = { ...rest, status: 'permanent' as const, source: 'local' as const };
    const stats = aCounter(registered);
    await count(stats, told(registered));
    expect(await stats.read(everyDay)).toMatchObject({
      totals: { 'status#registered': one },
      days: { '2030-01-01#elsewhere#photo': one },
    });
    await count(stats, told(next(registered, { source: 's3' }), registered));
    const none = { files: 0, bytes: 0 };
    expect(await stats.read(everyDay)).toMatchObject({
      totals: { 'status#registered': none, 'status#permanent': one },
      days: { '2030-01-01#elsewhere#photo': none, '2030-01-01#permanent#photo': one },
    });
  });

  it('counts the same change once, however often it is told', async () => {
    const stats = aCounter(upload);
    for (let time = 0; time < 5; time++) await count(stats, told(upload), told(upload));
    expect((await totalsOf(stats))['status#pending']).toEqual(one);
  });

  it('does not go back to what was told late', async () => {
    const stats = aCounter(upload);
    await count(stats, told(next(upload, { status: 'uploaded' }), upload));
    await count(stats, told(upload));
    expect(await totalsOf(stats)).toEqual({
      'category#photo': one,
      'status#uploaded': one,
      'owner#user': one,
    });
  });

  it('forgets an upload whose record was removed, for good', async () => {
    const stats = aCounter(upload);
    await count(stats, told(upload), removed(upload));
    await count(stats, told(next(upload, { status: 'uploaded' }), upload));
    expect(await totalsOf(stats)).toEqual({});
  });

  it('counts the record that takes the place of a removed one, as after a rollback', async () => {
    const { reservedFor: _none, ...first } = upload;
    const again = { ...first, createdAt: '2030-01-05T00:00:00.000Z', status: 'permanent' as const };
    const stats = aCounter(first);
    await count(stats, told(first), removed(first));
    await count(stats, told(again));
    await count(stats, removed(first), told(next(first, { status: 'uploaded' })));
    expect(await totalsOf(stats)).toEqual({
      'category#photo': one,
      'status#permanent': one,
      'owner#user': one,
    });
  });

  it('gives back what the former record held, where its removal was never told', async () => {
    const again = { ...upload, createdAt: '2030-01-05T00:00:00.000Z' };
    const stats = aCounter(upload, again);
    await count(stats, told(upload));
    await count(stats, told(again));
    expect(stats.quotas.of('usr_alice')).toEqual(one);
    expect((await totalsOf(stats))['status#pending']).toEqual(one);
  });

  it.each<[UploadStatus, number]>([
    ['pending', 1],
    ['checking', 1],
    ['uploaded', 1],
    ['quarantined', 0],
    ['permanent', 0],
    ['aborted', 0],
    ['expired', 0],
  ])('an upload that is %s takes up %i files of its owner’s quota', async (status, files) => {
    const stats = aCounter(upload);
    await count(stats, told(upload));
    await count(stats, told(next(upload, { status })));
    expect(stats.quotas.of('usr_alice').files).toBe(files);
  });

  it('gives back what was reserved, also when it hears of the upload for the first time as it goes', async () => {
    const stats = aCounter(upload);
    await count(stats, removed(upload));
    expect(stats.quotas.of('usr_alice')).toEqual({ files: 0, bytes: 0 });
  });

  it('gives nothing back that was never reserved', async () => {
    const { reservedFor: _nothing, ...trusted } = upload;
    const stats = aCounter(trusted);
    await count(stats, told(trusted));
    await count(stats, told(next(trusted, { status: 'permanent' })));
    expect(stats.quotas.all).toEqual({});
  });

  it('moves what is held to whoever claimed it', async () => {
    const anonymous = created({ ownerId: 'ses_1', reservedFor: 'ses_1', sizeBytes: 10 });
    const stats = aCounter(anonymous);
    await count(stats, told(anonymous));
    await count(stats, told(next(anonymous, { ownerId: 'usr_alice' }), anonymous));
    expect([stats.quotas.of('ses_1').files, stats.quotas.of('usr_alice').files]).toEqual([0, 1]);
    expect((await totalsOf(stats))['owner#user']).toEqual(one);
  });

  it('fits any number of changes into transactions of 100 items', async () => {
    const many = Array.from({ length: 150 }, (_, index) =>
      created({
        uploadId: `upl_${index}`,
        ownerId: `usr_${index}`,
        reservedFor: `usr_${index}`,
        createdAt: `2030-01-01T00:00:00.${100 + index}Z`,
      }),
    );
    const stats = aCounter(...many);
    expect(await count(stats, ...many.map((one) => told(one)))).toEqual([]);
    expect((await totalsOf(stats))['status#pending']?.files).toBe(150);
  });

  it('answers what it could not count, and counts the rest', async () => {
    const many = Array.from({ length: 150 }, (_, index) => created({ uploadId: `upl_${index}` }));
    const stats = aCounter(...many);
    const broken = faulty(stats, (operation, [changes]) =>
      operation === 'count' && JSON.stringify(changes).includes('"upl_0"') ? 'before' : undefined,
    );
    const failed = await countUploads(
      { stats: broken },
      many.map((one) => told(one)),
      quiet,
    );
    expect(failed).toContain('upl_0');
    expect((await totalsOf(stats))['status#pending']?.files).toBe(150 - failed.length);
    expect(failed.length).toBeLessThan(150);
  });
});
