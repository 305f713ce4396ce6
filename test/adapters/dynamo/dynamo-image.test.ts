import { describe, expect, it } from '@jest/globals';
import { fromStreamImage } from '../../../adapters/dynamo/stream-image.ts';

describe('an item of a stream', () => {
  it('becomes the record it was', () => {
    const image = {
      uploadId: { S: 'upl_1' },
      empty: { S: '' },
      sizeBytes: { N: '12' },
      isPublic: { BOOL: false },
      orderIds: { L: [{ S: 'ord_1' }, { S: 'ord_2' }] },
      multipart: { M: { multipartId: { S: 'm' }, partCount: { N: '3' } } },
    };
    expect(fromStreamImage(image)).toEqual({
      uploadId: 'upl_1',
      empty: '',
      sizeBytes: 12,
      isPublic: false,
      orderIds: ['ord_1', 'ord_2'],
      multipart: { multipartId: 'm', partCount: 3 },
    });
  });
});
