import { describe, expect, it } from '@jest/globals';
import { requiredId } from '../../../adapters/aws/required-id.ts';

describe('an id of an answer', () => {
  it('is taken as it is', () => expect(requiredId('v1', 'VersionId')).toBe('v1'));

  it.each([undefined, ''])('is refused as %p: it would name nothing', (id) =>
    expect(() => requiredId(id, 'VersionId')).toThrow('AWS answered without VersionId.'),
  );
});
