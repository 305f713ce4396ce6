import fc from 'fast-check';

const firstSurrogate = 0xd800;
const surrogates = 0x800;
const codePoints = 0x11_0000 - surrogates;

const ofIndex = (index: number): string =>
  String.fromCodePoint(index < firstSurrogate ? index : index + surrogates);

const indexOf = (text: unknown): number => {
  if (typeof text !== 'string' || !/^\P{Surrogate}$/su.test(text))
    throw new Error('This is not one code point.');
  const point = text.codePointAt(0) ?? 0;
  return point < firstSurrogate ? point : point - surrogates;
};

// fast-check's own `binary` puts all 1.1 million code points into a map, in every process.
const codePoint = fc.nat({ max: codePoints - 1 }).map(ofIndex, indexOf);

/** Strings of any code points but lone surrogates. */
export const anyText = (maxLength?: number): fc.Arbitrary<string> =>
  fc.string({ unit: codePoint, ...(maxLength !== undefined && { maxLength }) });
