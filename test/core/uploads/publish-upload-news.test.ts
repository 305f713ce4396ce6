import { describe, expect, it } from '@jest/globals';
import { type Upload, uploadStatuses } from '../../../core/uploads/model/upload.ts';
import { newsIn, uploadNewsSchema } from '../../../core/uploads/model/upload-news.ts';
import { publishUploadNews } from '../../../core/uploads/publish-upload-news.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { MemoryEventBus } from '../../fakes/shared/memory-event-bus.ts';
import { anUpload } from '../builders/records.ts';

const as = (status: Upload['status'], fields: Partial<Upload> = {}): Upload =>
  anUpload({ status, revision: 3, ...fields });
const removal = { as: 'erased', at: '2030-01-05T00:00:00.000Z', by: 'usr_alice' } as const;
const write = (before: Upload | undefined, now: Upload | undefined) => ({
  uploadId: 'upl_1',
  before,
  now,
});

describe('news of an upload', () => {
  it.each([
    ['UploadReceived', as('pending'), as('uploaded')],
    ['UploadReceived', as('checking'), as('uploaded')],
    ['UploadQuarantined', as('checking'), as('quarantined', { quarantineReason: 'is no JPEG' })],
    ['UploadPromoted', as('uploaded'), as('permanent')],
    ['UploadWithdrawn', as('permanent'), as('quarantined')],
    ['UploadExpired', as('uploaded'), as('expired')],
    ['UploadErased', as('permanent', { removal }), undefined],
  ])('%s', (detailType, before, now) => {
    const news = newsIn(write(before, now));
    expect(news?.detailType).toBe(detailType);
    expect(uploadNewsSchema.parse(news?.detail)).toEqual(news?.detail);
    expect(news?.detail.sequence).toBe(now ? 3 : 4);
  });

  it.each([
    ['another write of the same state', as('uploaded'), as('uploaded')],
    ['an announcement', undefined, as('pending')],
    ['a file of an older system', undefined, as('permanent')],
    ['a record that its TTL removed', as('aborted'), undefined],
    ['a withdrawn promotion', as('permanent'), as('uploaded')],
  ])('is none in %s', (_, before, now) => {
    expect(newsIn(write(before, now))).toBeUndefined();
  });

  it('holds no name, key or metadata of the file', () => {
    for (const status of uploadStatuses) {
      const now = as(status, { metadata: { secret: 'x' }, fileName: 'secret.jpg' });
      expect(JSON.stringify(newsIn(write(as('pending'), now)) ?? '')).not.toMatch(/secret|temp\//);
    }
  });
});

describe('announcing uploads', () => {
  const writes = [write(as('pending'), as('uploaded')), write(as('uploaded'), as('uploaded'))];
  const ignored = (): void => {};

  it('puts the news on the bus, and nothing where there is none', async () => {
    const bus = new MemoryEventBus();
    expect(await publishUploadNews({ bus }, writes, ignored)).toEqual([]);
    expect(bus.published).toMatchObject([{ detailType: 'UploadReceived' }]);
  });

  it('answers what the bus did not take, to be told again', async () => {
    const bus = faulty(new MemoryEventBus(), () => 'before');
    expect(await publishUploadNews({ bus }, writes, ignored)).toEqual(['upl_1']);
  });
});
