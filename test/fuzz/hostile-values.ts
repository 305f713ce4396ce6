import fc from 'fast-check';
import { anyText } from './any-text.ts';

const deep = (levels: number): unknown => {
  let value: unknown = 0;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};

/** Texts that have broken keys, headers, file names, numbers and queries elsewhere. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '.',
    '..',
    '../../etc/passwd',
    '\u0000',
    '\r\nset-cookie: a=b',
    '\ud800',
    '\udfff\ud800',
    '\u202egpj.exe',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'NaN',
    '1e-131',
    '1e999',
    '-0',
    '9007199254740993',
    '%00',
    '%ff',
    'null',
    '[]',
    'W10',
    'eyJhZnRlciI6IiIsIm9mIjoiIn0',
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00+14:00',
    '🙂'.repeat(300),
  ),
  fc.constantFrom(256, 2_049, 3_000, 70_000).map((count) => 'a'.repeat(count)),
  anyText(30),
);

const object = (count: number): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, index]));

/** JSON of the wrong kind, size or name. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, [], {}, [[]], [null], 0, -1, 1.5, 1e-131, 1e308),
  fc.constantFrom(2 ** 53, -(2 ** 53), 1e21, 0.1 + 0.2),
  fc.constantFrom(40, 900).map(deep),
  fc.constantFrom(21, 100, 3_000).map(object),
  fc.constantFrom(21, 101, 3_000).map((count) => Array.from({ length: count }, () => 'a')),
  fc.constantFrom('__proto__', 'constructor', 'toString').map((name) => ({ [name]: 'a' })),
  fc.constant(JSON.parse('{"__proto__":{"admin":true}}')),
  fc.jsonValue({ maxDepth: 3 }),
);
