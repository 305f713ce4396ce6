import { describe, expect, it } from '@jest/globals';
import {
  exitCode,
  jsonReport,
  type Result,
  resultLine,
  summaryLine,
} from '../../../tools/first-deploy/report.ts';

const passed: Result = { name: 'S3 keeps versions', verdict: 'pass', why: '2 buckets' };
const failed: Result = {
  name: 'an alarm rings',
  verdict: 'fail',
  why: 'no alarm',
  remedy: 'deploy again',
};
const skipped: Result = {
  name: 'IAM refuses',
  verdict: 'skipped',
  why: 'not on an emulator: it has no IAM',
};

describe('a result line', () => {
  it('says what passed, and what is worth saying about it', () => {
    expect(resultLine(passed)).toBe('pass    S3 keeps versions  (2 buckets)\n');
  });

  it('says why it failed and what to do', () => {
    expect(resultLine(failed)).toBe('fail    an alarm rings  (no alarm / deploy again)\n');
  });

  it('has no brackets when there is nothing to say', () => {
    expect(resultLine({ name: 'quiet', verdict: 'pass' })).toBe('pass    quiet\n');
  });
});

describe('the end of a run', () => {
  it('counts', () => {
    expect(summaryLine([passed, failed, skipped])).toBe('\n1 passed, 1 failed, 1 skipped\n');
  });

  it('is 0 when nothing failed, skipped or not', () => {
    expect(exitCode([passed, skipped])).toBe(0);
  });

  it('is 1 as soon as one check failed', () => {
    expect(exitCode([passed, failed, passed])).toBe(1);
  });

  it('is one JSON document with --json: stage, counts, results', () => {
    const checked = { stage: 'dev', region: 'eu-central-1', account: '000000000000' };
    expect(JSON.parse(jsonReport(checked, [passed, failed]))).toEqual({
      ...checked,
      passed: 1,
      failed: 1,
      skipped: 0,
      results: [passed, failed],
    });
  });
});
