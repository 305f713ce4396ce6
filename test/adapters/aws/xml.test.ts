import { describe, expect, it } from '@jest/globals';
import {
  elementsOf,
  readWholeXml,
  readXml,
  readXmlAttributes,
  textOf,
} from '../../../adapters/aws/xml.ts';

const list = readXml(
  '<?xml version="1.0"?><List xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Part n="1"><Size>007</Size><Key>a &amp;#10; b </Key></Part><Part><Size>8</Size></Part><Next></Next></List>',
);

describe('an answer in XML', () => {
  it('has elements by name, in order, however deep', () => {
    expect(elementsOf(list, 'Part').map((part) => textOf(part, 'Size'))).toEqual(['007', '8']);
  });

  it('gives texts as they were before they were escaped', () => {
    expect(textOf(list, 'Key')).toBe('a &#10; b ');
    expect(textOf(readXml('<K>&lt;x&gt; &quot;&apos; &#65;&#x42;</K>'), 'K')).toBe('<x> "\' AB');
  });

  it('has one element where one is listed', () => {
    expect(elementsOf(readXml('<L><Part><Size>1</Size></Part></L>'), 'Part')).toHaveLength(1);
  });

  it.each(['Next', 'Absent'])('has no text in %s', (name) => {
    expect(textOf(list, name)).toBeUndefined();
  });

  it.each([
    '',
    'plain text',
    '<html><body>Bad <b>Gateway</body>',
    '<Error><Code>Cut',
    '{"a":1}',
    '\0',
  ])('has no code where it is no XML, or is cut: %j', (body) => {
    expect(textOf(readXml(body), 'Code')).toBeUndefined();
  });

  it('expands no entities of its own making', () => {
    const bomb =
      '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Error><Code>&b;</Code></Error>';
    expect(textOf(readXml(bomb), 'Code')).toMatch(/^.{0,8}$/);
  });
});

describe('a list in XML', () => {
  const whole = '<?xml version="1.0"?>\n<L a="b"><Part><Size>1</Size></Part><Part/></L>';

  it.each(['', '\n', '\r\n  '])('is whole before %j', (space) => {
    expect(elementsOf(readWholeXml(whole + space), 'Part')).toHaveLength(1);
    expect(elementsOf(readXmlAttributes(whole + space), 'Part')).toHaveLength(1);
  });

  it('has no elements wherever it is cut: a part of it is no shorter list', () => {
    for (let end = 0; end < whole.length; end += 1)
      for (const read of [readWholeXml, readXmlAttributes])
        expect(elementsOf(read(whole.slice(0, end)), 'Part')).toEqual([]);
  });
});
