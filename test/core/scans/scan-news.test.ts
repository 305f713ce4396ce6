import { describe, expect, it } from '@jest/globals';
import { verdictIn } from '../../../core/scans/model/scan-news.ts';

const place = { bucket: 'uploads', key: 'temp/usr_1/upl_1', versionId: 'v1' };

/** An event as GuardDuty puts it on the default bus. */
const guardDuty = (scanResultStatus: string, threats: { name: string }[] | null = null) => ({
  version: '0',
  'detail-type': 'GuardDuty Malware Protection Object Scan Result',
  source: 'aws.guardduty',
  detail: {
    schemaVersion: '1.0',
    scanStatus: 'COMPLETED',
    resourceType: 'S3_OBJECT',
    s3ObjectDetails: {
      bucketName: place.bucket,
      objectKey: place.key,
      eTag: 'ASIAI44QH8DHBEXAMPLE',
      versionId: place.versionId,
      s3Throttled: false,
    },
    scanResultDetails: { scanResultStatus, threats },
  },
});

describe('a result of GuardDuty', () => {
  it.each([
    ['NO_THREATS_FOUND', { result: 'clean' }],
    ['THREATS_FOUND', { result: 'infected' }],
    ['UNSUPPORTED', { result: 'unscannable', reason: expect.stringContaining('password') }],
    ['ACCESS_DENIED', { result: 'unscannable', reason: 'GuardDuty may not read it', failed: true }],
    ['FAILED', { result: 'unscannable', reason: 'GuardDuty failed', failed: true }],
    ['SOMETHING_NEW', { result: 'unscannable', reason: 'GuardDuty: SOMETHING_NEW', failed: true }],
  ])('%s is a verdict about that version', (status, verdict) => {
    expect(verdictIn(guardDuty(status))).toEqual({ ...place, scanner: 'GuardDuty', ...verdict });
  });

  it('names the threats', () => {
    const threats = [{ name: 'EICAR-Test-File' }, { name: 'Trojan.X' }];
    expect(verdictIn(guardDuty('THREATS_FOUND', threats)).reason).toBe('EICAR-Test-File, Trojan.X');
  });
});

describe('ScanFinished', () => {
  const event = (detail: object) => ({
    'detail-type': 'ScanFinished',
    source: 'keepsake.scans',
    detail,
  });

  it('is the verdict of any scanner; fields that are not known are ignored', () => {
    const said = { ...place, result: 'infected', reason: 'Trojan.X', scanner: 'ClamAV 1.4' };
    expect(verdictIn(event({ ...said, engine: 7 }))).toEqual(said);
  });

  it('counts however long its reason is', () => {
    const said = { ...place, result: 'infected', reason: 'x'.repeat(10_000) };
    expect(verdictIn(event(said)).reason).toHaveLength(500);
  });

  // A scanner names what it found in an archive, and who packed the archive chose the names.
  it.each([
    ['cut in the middle of an emoji', `${'x'.repeat(499)}😀.exe`],
    ['with half of one', 'Archive member \ud83d.exe'],
  ])('counts with a reason %s: DynamoDB takes it', (_, reason) => {
    const said = { ...place, result: 'infected', reason };
    expect(verdictIn(event(said)).reason?.isWellFormed()).toBe(true);
  });

  it.each([
    ['without a version', { bucket: 'uploads', key: 'temp/usr_1/upl_1', result: 'clean' }],
    ['of an unknown result', { ...place, result: 'probably clean' }],
    ['that is still awaited', { ...place, result: 'awaited' }],
  ])('%s is refused', (_, detail) => {
    expect(() => verdictIn(event(detail))).toThrow();
  });
});
