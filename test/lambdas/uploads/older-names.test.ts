import { describe, expect, it } from '@jest/globals';
import { createUploadSchema } from '../../../core/uploads/create-upload.ts';
import { inOurNames } from '../../../lambdas/uploads/older-names.ts';

describe('an upload announced in an older client’s names', () => {
  it.each([
    [{ is_temp: false }, { keep: true }],
    [{ is_temp: true }, {}],
    [{ is_temp: 'no' }, { keep: 'no' }],
    [
      { is_public: true, partner_id: 'p1' },
      { isPublic: true, partnerId: 'p1' },
    ],
    [{ is_public: true, isPublic: false }, { isPublic: false }],
    [{ filename: 'a.jpg' }, { filename: 'a.jpg' }],
    [{ is_temp: false, is_public: null, partner_id: null, metadata: null }, { keep: true }],
    [{ is_temp: null, filename: null }, {}],
    [{ filename: null }, { filename: null }],
    [{ is_temp: false, folder: 'x' }, { keep: true }],
    [{ fielname: 'a.jpg' }, { fielname: 'a.jpg' }],
    [['is_temp'], ['is_temp']],
    [undefined, undefined],
  ])('%j is %j', (body, ours) => {
    expect(inOurNames(createUploadSchema, body)).toEqual(ours);
  });
});
