import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { CommandProblem } from './command-problem.ts';

/** Where the command line writes: results to stdout, everything else to stderr. */
export type Streams = {
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
};

/**
 * `isQuiet`: errors and results only. `isVerbose`: each file as it ends. `logFile`: everything that
 * is not a result is added to it as well, one JSON document a line.
 */
export type OutputOptions = {
  json: boolean;
  isQuiet?: boolean;
  isVerbose?: boolean;
  logFile?: string | undefined;
};

/**
 * Terminals act on control characters, and marks of direction show a text in another order than it
 * has. Line separators forge lines of our own.
 */
const acting = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Results for people, or one JSON document a line for programs. */
export class Output {
  readonly #streams: Streams;
  readonly #options: OutputOptions;
  #log: number | undefined;
  readonly isJson: boolean;

  /** Throws `CommandProblem` if the log cannot be written. */
  constructor(streams: Streams, options: OutputOptions) {
    this.#streams = streams;
    this.#options = options;
    this.isJson = options.json;
    if (options.logFile !== undefined) this.#log = openLog(options.logFile);
  }

  /** One result: a line, or several. A line break within a line is none of ours. */
  result(text: string | readonly string[], data: unknown): Promise<void> {
    const lines = typeof text === 'string' ? [text] : text;
    return this.#write(`${this.isJson ? tameJson(data) : lines.map(tameLine).join('\n')}\n`);
  }

  /** Text that is a result as it is, unless a terminal shows it; waits while a pipe is full. */
  raw(text: string): Promise<void> {
    return this.#write(this.#streams.stdout.isTTY ? tameRows(text) : text);
  }

  #write(text: string): Promise<void> {
    const { stdout } = this.#streams;
    return new Promise((resolve) => {
      if (stdout.write(text)) resolve();
      else stdout.once('drain', resolve);
    });
  }

  /** Anything that is not a result. */
  say(text: string): void {
    this.#note({ message: text.trim() });
    if (!this.#options.isQuiet) this.#streams.stderr.write(`${tame(text)}\n`);
  }

  /** Why the command failed. */
  fail(text: string): void {
    this.#note({ level: 'error', message: text });
    this.#streams.stderr.write(`${tame(text)}\n`);
  }

  /** The outcome of one file. */
  detail(text: string, data: Readonly<Record<string, unknown>>): void {
    this.#note(data);
    if (this.#options.isVerbose) this.#streams.stderr.write(`${tame(text)}\n`);
  }

  /**
   * Writes a line over the one before; for terminals. It does not wrap: of a line in two rows, only
   * the second would be written over.
   */
  draw(line: string): void {
    this.#streams.stderr.write(`\r\u001b[K\u001b[?7l${line}\u001b[?7h`);
  }

  get isTerminal(): boolean {
    const { isQuiet, isVerbose } = this.#options;
    return this.#streams.stderr.isTTY === true && !this.isJson && !isQuiet && !isVerbose;
  }

  /** True where `detail` writes anything. */
  get hasDetails(): boolean {
    return this.#options.isVerbose === true || this.#log !== undefined;
  }

  close(): void {
    if (this.#log !== undefined) closeSync(this.#log);
    this.#log = undefined;
  }

  /** A log that cannot be written ends with an error; the transfers continue. */
  #note(data: Readonly<Record<string, unknown>>): void {
    if (this.#log === undefined) return;
    try {
      writeSync(this.#log, `${JSON.stringify({ time: new Date().toISOString(), ...data })}\n`);
    } catch (error) {
      this.close();
      const { code } = error as NodeJS.ErrnoException;
      this.fail(
        `keepsake: The log ${this.#options.logFile} cannot be written any more (${code}), and ` +
          'ends here. The command goes on without it.',
      );
    }
  }
}

const openLog = (file: string): number => {
  try {
    const log = openSync(file, 'a+', 0o600);
    if (isCut(log)) writeSync(log, '\n');
    return log;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandProblem(`The log ${file} cannot be written (${code}).`, undefined, cause);
  }
};

/** True if a full disk or a power cut left the last line of a log without its end. */
const isCut = (log: number): boolean => {
  const last = Buffer.alloc(1, '\n');
  const { size } = fstatSync(log);
  if (size > 0) readSync(log, last, 0, 1, size - 1);
  return last.toString() !== '\n';
};

/** The same JSON document; what a terminal would act on is written as an escape. */
const tameJson = (data: unknown): string =>
  JSON.stringify(data).replace(
    acting,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** One line, whatever the names in it contain. */
const tameLine = (line: string): string =>
  line.replace(acting, (character) => (character === '\t' ? character : '\ufffd'));

/** Rows of a CSV file end with CR LF. */
const tameRows = (text: string): string =>
  text
    .split('\r\n')
    .map((row) => tame(row))
    .join('\r\n');

const tame = (text: string): string => text.split('\n').map(tameLine).join('\n');
