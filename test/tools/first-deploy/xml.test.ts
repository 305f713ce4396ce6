import { describe, expect, it } from '@jest/globals';
import { textsOf } from '../../../tools/first-deploy/stage/xml.ts';

describe('textsOf', () => {
  it('answers every text of that name, in order, unescaped', () => {
    expect(textsOf('<a><k>x</k><v>1 &lt; 2 &amp;&amp; "3"</v><k>y</k><v></v></a>', 'v')).toEqual([
      '1 < 2 && "3"',
      '',
    ]);
  });

  it('answers nothing for a name that is not there', () => {
    expect(textsOf('<a/>', 'b')).toEqual([]);
  });
});
