import { XMLParser } from 'fast-xml-parser';

/** An element of an XML document: its content by name. A repeated element is a list. */
export type Xml = { readonly [name: string]: XmlContent | readonly XmlContent[] };
type XmlContent = string | Xml;

// Keys and ETags are text, however much like numbers they look, and keys may end in a space.
const options = { parseTagValue: false, trimValues: false, htmlEntities: true };
const parser = new XMLParser({ ...options, ignoreAttributes: true });
const attributeParser = new XMLParser({ ...options, ignoreAttributes: false });

/** Reads an answer of AWS. Anything but XML, such as a proxy's HTML, has no elements. */
export const readXml = (text: string): Xml => readBy(parser, text);

/** Like `readXml`, but a truncated document has no elements: a cut list is not a short list. */
export const readWholeXml = (text: string): Xml => wholeOf(text, readXml(text));

/** Like `readWholeXml`. An element that has attributes is `{'@_name': …, '#text': …}`. */
export const readXmlAttributes = (text: string): Xml =>
  wholeOf(text, readBy(attributeParser, text));

/** The reader closes what is open where the text ends. */
const wholeOf = (text: string, xml: Xml): Xml => {
  const root = Object.keys(xml).find((name) => !/^[?#]/.test(name));
  const end = text.slice(text.lastIndexOf('</')).replaceAll(/\s/g, '');
  return end === `</${root}>` ? xml : {};
};

const readBy = (reader: XMLParser, text: string): Xml => {
  try {
    return reader.parse(text) as Xml;
  } catch {
    return {};
  }
};

/** The text of the first element of that name, however deep; `undefined` when it is empty. */
export const textOf = (xml: Xml, name: string): string | undefined => {
  const [first] = inside(xml, name);
  return typeof first === 'string' && first !== '' ? first : undefined;
};

const inside = (xml: Xml, name: string): XmlContent[] =>
  Object.entries(xml).flatMap(([found, content]) => {
    const all: readonly XmlContent[] = [content].flat();
    if (found === name) return all;
    return all.flatMap((child) => (typeof child === 'string' ? [] : inside(child, name)));
  });

/** Every element of that name that has elements inside, in order. */
export const elementsOf = (xml: Xml, name: string): Xml[] =>
  inside(xml, name).filter((content): content is Xml => typeof content !== 'string');
