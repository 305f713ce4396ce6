import { describe, expect, it } from '@jest/globals';
import {
  ownerKeys,
  partnerKeys,
  toUpload,
  toUploadItem,
} from '../../../adapters/dynamo/upload-item.ts';
import { sampleUpload } from '../../contracts/shared/samples.ts';

const moved = sampleUpload({ ownerId: 'usr_a', partnerId: 'acme', legacyPath: '2019/a.jpg' });

describe('the item of a file that came from an older system', () => {
  it('spreads owner and partner over several keys of their indexes', () => {
    const { ownerId, partnerId } = toUploadItem(moved);
    expect(ownerId).toMatch(/^usr_a#\d$/);
    expect(partnerId).toMatch(/^acme#\d$/);
    expect(ownerKeys('usr_a')).toContain(ownerId);
    expect(partnerKeys('acme')).toContain(partnerId);
  });

  it('is read as the upload it was made of', () => {
    expect(toUpload(toUploadItem(moved))).toEqual(moved);
  });

  it('is read as before where version 0.1.0 wrote it', () => {
    const earlier = { ...toUploadItem(moved), ...moved, owner: undefined, partner: undefined };
    expect(toUpload(earlier)).toEqual(moved);
    expect(ownerKeys('usr_a')).toContain('usr_a');
    expect(partnerKeys('acme')).toContain('acme');
  });
});

describe('the item of any other upload', () => {
  it('has its owner whole, and a session’s list is one key', () => {
    const upload = sampleUpload({ ownerId: 'usr_a' });
    expect(toUploadItem(upload)).toMatchObject({ ownerId: 'usr_a' });
    expect(ownerKeys('ses_1')).toEqual(['ses_1']);
  });
});
