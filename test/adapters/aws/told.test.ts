import { describe, expect, it } from '@jest/globals';
import { told } from '../../../adapters/aws/told.ts';

describe('an id of an answer', () => {
  it('is taken as it is', () => expect(told('v1', 'VersionId')).toBe('v1'));

  it.each([undefined, ''])('is refused as %p: it would name nothing', (id) =>
    expect(() => told(id, 'VersionId')).toThrow('AWS answered without VersionId.'),
  );
});
