/** Whether a character may stand at one place of a pattern. */
type CharTest = (char: string) => boolean;

/** A pattern that cannot be read; the message ends a sentence that begins with the pattern. */
export class BadPattern extends Error {}

/** The names of POSIX classes that Go's regular expressions know, in the words of JavaScript. */
const posixClasses: Readonly<Record<string, string>> = {
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\s',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

/** A step of a pattern: after a character that passes `test`, the pattern is at `next`. */
type Step = { test: CharTest; next: number };

/**
 * The places of a pattern, as a nondeterministic automaton: `steps` take a character, `jumps` take
 * none. The last place is its end.
 */
export type Automaton = { steps: Map<number, Step>; jumps: Map<number, number[]>; end: number };

/** Reads a pattern without its leading `/`. Throws `BadPattern`. */
export const readPattern = (glob: string): Automaton => {
  const builder = new Builder();
  const end = builder.add(new Reader(glob).items(), 0);
  return { steps: builder.steps, jumps: builder.jumps, end };
};

/** `many`: any number of such characters. `branches`: one of several sequences. */
type Item =
  | { kind: 'one' | 'many'; test: CharTest }
  | { kind: 'branches'; branches: readonly (readonly Item[])[] };

class Builder {
  readonly steps = new Map<number, Step>();
  readonly jumps = new Map<number, number[]>();
  #last = 0;

  /** Adds items after a place; returns the place behind them. */
  add(items: readonly Item[], from: number): number {
    return items.reduce((place, item) => this.#item(item, place), from);
  }

  #item(item: Item, from: number): number {
    if (item.kind === 'branches') return this.#branches(item.branches, from);
    const next = this.#place();
    if (item.kind === 'one') this.steps.set(from, { test: item.test, next });
    else {
      this.steps.set(from, { test: item.test, next: from });
      this.#jump(from, next);
    }
    return next;
  }

  #branches(branches: readonly (readonly Item[])[], from: number): number {
    const after = this.#place();
    for (const branch of branches) {
      const begin = this.#place();
      this.#jump(from, begin);
      this.#jump(this.add(branch, begin), after);
    }
    return after;
  }

  #jump(from: number, to: number): void {
    this.jumps.set(from, [...(this.jumps.get(from) ?? []), to]);
  }

  #place(): number {
    this.#last += 1;
    return this.#last;
  }
}

/** Reads one pattern from left to right. */
class Reader {
  readonly #chars: readonly string[];
  #at = 0;

  constructor(glob: string) {
    this.#chars = [...glob];
  }

  items(): Item[] {
    const items = this.#sequence(false);
    if (this.#at < this.#chars.length) throw new BadPattern('has a } without its {');
    return items;
  }

  #sequence(inBraces: boolean): Item[] {
    const items: Item[] = [];
    for (let char = this.#peek(); char !== undefined; char = this.#peek()) {
      if (char === '}' || (inBraces && char === ',')) break;
      this.#at += 1;
      items.push(this.#item(char));
    }
    return items;
  }

  #item(char: string): Item {
    if (char === '*') return this.#stars();
    if (char === '?') return { kind: 'one', test: isNoSlash };
    if (char === '[') return { kind: 'one', test: this.#class() };
    if (char === ']') throw new BadPattern('has a ] without its [');
    if (char === '\\') return { kind: 'one', test: is(this.#escaped()) };
    if (char !== '{') return { kind: 'one', test: is(char) };
    if (this.#peek() === '{')
      throw new BadPattern('has a {{regular expression}}, which is not supported');
    return this.#braces();
  }

  #stars(): Item {
    let stars = 1;
    for (; this.#peek() === '*'; this.#at += 1) stars += 1;
    if (stars > 2) throw new BadPattern('has more than two stars in a row');
    return { kind: 'many', test: stars === 2 ? isAny : isNoSlash };
  }

  #class(): CharTest {
    const begin = this.#at;
    for (let depth = 1; depth > 0; this.#at += 1) {
      const char = this.#peek();
      if (char === undefined) throw new BadPattern('has a [ without its ]');
      if (char === '[') depth += 1;
      if (char === ']') depth -= 1;
      if (char === '\\') this.#at += 1;
    }
    return classTest(this.#chars.slice(begin, this.#at - 1).join(''));
  }

  #escaped(): string {
    const char = this.#peek();
    if (char === undefined) throw new BadPattern('ends in a backslash');
    this.#at += 1;
    return char;
  }

  #braces(): Item {
    const branches = [this.#sequence(true)];
    for (; this.#peek() === ','; branches.push(this.#sequence(true))) this.#at += 1;
    if (this.#peek() !== '}') throw new BadPattern('has a { without its }');
    this.#at += 1;
    return { kind: 'branches', branches };
  }

  #peek(): string | undefined {
    return this.#chars[this.#at];
  }
}

const isNoSlash: CharTest = (char) => char !== '/';
const is =
  (wanted: string): CharTest =>
  (char) =>
    char === wanted;

const isAny: CharTest = () => true;

const classTest = (body: string): CharTest => {
  const known = body.replace(/\[:(\w+):\]/g, (whole, name: string) => posixClasses[name] ?? whole);
  if (known === '' || known === '^') throw new BadPattern('has an empty [class]');
  try {
    const expression = new RegExp(`^[${known}]$`, 'u');
    return (char) => expression.test(char);
  } catch {
    throw new BadPattern('has a [class] that cannot be read');
  }
};
