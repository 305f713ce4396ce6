import { constants } from './sha256.ts';

type Code = readonly number[];

const operation =
  (code: number) =>
  (first: Code, ...others: Code[]): Code => [
    ...first,
    ...others.flatMap((other) => [...other, code]),
  ];
const add = operation(0x6a);
const and = operation(0x71);
const or = operation(0x72);
const xor = operation(0x73);

const [at, end, mixed, state, words] = [0, 1, 2, 3, 11];

/** Numbers as WebAssembly writes them (LEB128, signed). */
const number = (value: number): number[] => {
  const rest = value >> 7;
  const last = (rest === 0 && !(value & 64)) || (rest === -1 && (value & 64) !== 0);
  return last ? [value & 127] : [(value & 127) | 128, ...number(rest)];
};

const constant = (value: number): Code => [0x41, ...number(value)];

const stateAt = constant(0);

const startBytes = 64;
const roomBytes = 2 ** 16;

type Exports = { memory: WebAssembly.Memory; blocks: (at: number, end: number) => void };

let compiled: WebAssembly.Module | undefined;

/** SHA-256's blocks in WebAssembly, assembled here. Throws where a page's policy refuses it. */
export const wasmBlocks = (state: Int32Array): ((bytes: Uint8Array) => void) => {
  compiled ??= new WebAssembly.Module(module());
  const { memory, blocks } = new WebAssembly.Instance(compiled).exports as Exports;
  const room = new Uint8Array(memory.buffer, startBytes, roomBytes);
  const kept = new Int32Array(memory.buffer, 0, 8);
  return (bytes) => {
    kept.set(state);
    for (let from = 0; from < bytes.length; from += roomBytes) {
      const part = bytes.subarray(from, from + roomBytes);
      room.set(part);
      blocks(startBytes, startBytes + part.length);
    }
    state.set(kept);
  };
};

const module = (): Uint8Array<ArrayBuffer> => {
  const code = [1, ...length(words + 16 - 2), 0x7f, ...body()];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 2, 0x7f, 0x7f, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 2]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('blocks'), 0, 0]),
    ...section(10, [1, ...length(code.length), ...code]),
  ]);
};

const length = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...length(value >>> 7)];

/**
 * `blocks(at, end)`: for every block there, all rounds one after the other, and the sum into the
 * state at the start of the memory.
 */
const body = (): Code => [
  ...[0x03, 0x40],
  ...each(8, (index) => [...load(stateAt, index * 4), ...set(state + index)]),
  ...each(64, round),
  ...each(8, (index) => [
    ...stateAt,
    ...add(get(state + index), load(stateAt, index * 4)),
    0x36,
    2,
    ...length(index * 4),
  ]),
  ...[...add(get(at), constant(64)), 0x22, at, ...get(end), 0x49, 0x0d, 0],
  ...[0x0b, 0x0b],
];

const each = (count: number, part: (index: number) => Code): Code =>
  Array.from({ length: count }, (_, index) => part(index)).flat();

const load = (address: Code, offset: number): Code => [...address, 0x28, 2, ...length(offset)];

const set = (local: number): Code => [0x21, ...length(local)];

/** Instead of moving eight values on, the next round calls them by their next names. */
const round = (index: number): Code => {
  const named = (name: number) => state + ((name - index) & 7);
  const [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7].map((name) => get(named(name))) as [
    Code,
    Code,
    Code,
    Code,
    Code,
    Code,
    Code,
    Code,
  ];
  const chosen = xor(g, and(e, xor(f, g)));
  const most = or(and(a, b), and(c, or(a, b)));
  return [
    ...(index < 16 ? loadWord(index) : nextWord(index)),
    ...add(
      h,
      xor(rotated(e, 6), rotated(e, 11), rotated(e, 25)),
      chosen,
      constant(constants[index] as number),
      word(index),
    ),
    ...set(mixed),
    ...add(d, get(mixed)),
    ...set(named(3)),
    ...add(get(mixed), xor(rotated(a, 2), rotated(a, 13), rotated(a, 22)), most),
    ...set(named(7)),
  ];
};

const name = (text: string): Code => [text.length, ...new TextEncoder().encode(text)];

const get = (local: number): Code => [0x20, ...length(local)];

/** Memory is little-endian, SHA-256 big-endian. */
const loadWord = (index: number): Code => [
  ...load(get(at), index * 4),
  ...set(mixed),
  ...or(
    and(rotated(get(mixed), 24), constant(0x00ff00ff)),
    and(rotated(get(mixed), 8), constant(0xff00ff00 | 0)),
  ),
  ...set(words + index),
];

const rotated = (value: Code, bits: number): Code => [...value, ...constant(32 - bits), 0x77];

const nextWord = (round: number): Code => {
  const [x, y] = [word(round + 1), word(round + 14)];
  const low = xor(rotated(x, 7), rotated(x, 18), shifted(x, 3));
  const high = xor(rotated(y, 17), rotated(y, 19), shifted(y, 10));
  return [...add(word(round), word(round + 9), low, high), ...set(words + (round & 15))];
};

const word = (round: number): Code => get(words + (round & 15));

const shifted = (value: Code, bits: number): Code => [...value, ...constant(bits), 0x76];

const section = (id: number, content: Code): Code => [id, ...length(content.length), ...content];
