import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { type Ahead, Progress } from '../../../cli/bulk/progress.ts';
import { Waiting } from '../../../cli/bulk/waiting.ts';
import { Output } from '../../../cli/output.ts';
import type { RecordStatus } from '../../../core/bulk/model/batch.ts';
import { noCounts } from '../../../core/bulk/model/batch-counts.ts';
import { sampleBatch, sampleRecord } from '../../contracts/bulk/batch-samples.ts';

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

const counted = (files: Partial<Record<RecordStatus, number>>): Ahead['counts'] => {
  const counts = noCounts();
  for (const [status, number] of Object.entries(files))
    counts[status as RecordStatus] = { files: number, bytes: number };
  return counts;
};

const record = sampleRecord(sampleBatch(), 'a.jpg', { status: 'transferred' });

/** The percents said when so many of the files ahead are done. */
const percentAfter = (done: number, ahead: Partial<Ahead>): string | undefined => {
  const transfers = { progress: { files: 0, bytes: 0, inFlight: 0, concurrency: 4, throttled: 0 } };
  const output = new Output({ stdout: nowhere(), stderr: nowhere() }, { json: false });
  const progress = new Progress(output, transfers, { counts: noCounts(), listed: true, ...ahead });
  for (let file = 0; file < done; file += 1) progress.note(record);
  const line = progress.line();
  expect(line).not.toMatch(/-\d|NaN/);
  return /(\d+) %/.exec(line)?.[1];
};

describe('progress', () => {
  it.each([
    ['after part of the batch was rolled back', { transferred: 2, rolled_back: 1 }, 0, '66'],
    ['once those files are there again', { transferred: 2, rolled_back: 1 }, 1, '100'],
    ['of files that failed before', { transferred: 1, failed: 3 }, 2, '75'],
    ['of more files than were on record', { planned: 3 }, 4, '100'],
    ['of an empty batch', {}, 0, '100'],
  ])('%s is never more than 100 %', (_, files, done, percent) => {
    expect(percentAfter(done, { counts: counted(files) })).toBe(percent);
  });

  it('counts changed files that are taken as they are', () => {
    const counts = counted({ transferred: 2, changed: 2 });
    expect(percentAfter(1, { counts, takeChanged: true })).toBe('75');
    expect(percentAfter(2, { counts, takeChanged: true })).toBe('100');
  });
});

describe('what is said of waiting', () => {
  it('is said once when it begins and once when it ends', () => {
    let files = 0;
    const waiting = new Waiting(() => files);
    expect([waiting.news(), waiting.text()]).toEqual([undefined, '']);
    files = 3;
    expect(waiting.news()).toMatch(/^Storage does not answer\. Waiting/);
    expect(waiting.news()).toBeUndefined();
    expect(waiting.text()).toBe('; storage does not answer, 3 files waiting for 0 s');
    files = 0;
    expect(waiting.news()).toBe('Storage answers again, after 0 s.');
    expect(waiting.news()).toBeUndefined();
  });
});
