import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { toUploadItem } from '../../../adapters/dynamo/upload-item.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { needsRedelivery, readChange } from '../../../lambdas/retention/read-change.ts';
import { anUpload } from '../../core/builders/records.ts';
import { catchLogs, toldIn } from '../log-lines.ts';

let lines: ReturnType<typeof catchLogs>;
beforeEach(() => {
  lines = catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const image = (upload: Upload, spoilt: object = {}) =>
  Object.fromEntries(
    Object.entries({ ...toUploadItem(upload), ...spoilt }).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: `${value}` } : { S: `${value}` },
    ]),
  );

const damaged = { status: 'a status of a later version' };

const record = (uploadId: string, images: object) =>
  ({ dynamodb: { SequenceNumber: '1', Keys: { uploadId: { S: uploadId } }, ...images } }) as never;

describe('a record of the stream', () => {
  it('tells the upload before and after', () => {
    const before = anUpload();
    const now = anUpload({ status: 'uploaded', revision: 1 });
    const told = readChange(record('upl_1', { NewImage: image(now), OldImage: image(before) }));
    expect(told).toMatchObject({
      change: { now: { status: 'uploaded' }, before: { revision: 0 } },
    });
    expect([needsRedelivery(told, []), needsRedelivery(told, ['upl_1'])]).toEqual([false, true]);
  });

  it('that cannot be read is named, and not handed back: its shard goes on', () => {
    const told = readChange(record('upl_1', { NewImage: image(anUpload(), damaged) }));
    expect([told.change, needsRedelivery(told, [])]).toEqual([undefined, false]);
    expect(toldIn(lines)).toMatchObject([
      { level: 'ERROR', message: 'Change of an upload not understood', uploadId: 'upl_1' },
    ]);
  });

  it('of a repair counts as that of a new upload', () => {
    const now = anUpload({ status: 'uploaded' });
    const images = { NewImage: image(now), OldImage: image(now, damaged) };
    expect(readChange(record('upl_1', images)).change).toMatchObject({ now, before: undefined });
  });

  it('of a removal tells it, whatever was removed', () => {
    const told = readChange(record('upl_1', { OldImage: image(anUpload(), damaged) }));
    expect(told.change).toEqual({ uploadId: 'upl_1', now: undefined, before: undefined });
  });

  it('without an id is handed back: that is no damage that we know', () => {
    const told = readChange({ dynamodb: { SequenceNumber: '1', Keys: {} } } as never);
    expect(needsRedelivery(told, [])).toBe(true);
  });
});
