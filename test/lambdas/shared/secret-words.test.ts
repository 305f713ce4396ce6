import { describe, expect, it } from '@jest/globals';
import { wordsOf } from '../../../lambdas/shared/secret-words.ts';

describe('the words of a secret', () => {
  it('are one key, or two while one is being replaced', () => {
    expect(wordsOf('stage/stripe', 'whsec_1\n')).toEqual(['whsec_1']);
    expect(wordsOf('stage/stripe', ' whsec_1  whsec_2 ')).toEqual(['whsec_1', 'whsec_2']);
  });

  it.each(['', ' ', '\n\t', 'whsec_', 'live_', 'whsec_1 whsec_'])(
    'refuse the text %j, naming the secret and not its text',
    (text) => {
      const refused =
        /^Secret stage\/stripe holds no key\. Put the provider's or endpoint's into it\.$/;
      expect(() => wordsOf('stage/stripe', text)).toThrow(refused);
    },
  );
});
