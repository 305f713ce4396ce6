import { closeSync, openSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { CommandProblem } from './command-problem.ts';

/** Where the command line writes: results to stdout, everything else to stderr. */
export type Streams = {
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
};

/**
 * `isQuiet`: errors and results only. `isVerbose`: each file as it ends. `logFile`: everything that
 * is no result is added to it as well, one JSON document a line.
 */
export type OutputOptions = {
  json: boolean;
  isQuiet?: boolean;
  isVerbose?: boolean;
  logFile?: string | undefined;
};

/** Terminals act on control characters. Those of file names are replaced. */
const tame = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, '\ufffd');

const openLog = (file: string): number => {
  try {
    return openSync(file, 'a', 0o600);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandProblem(`The log ${file} cannot be written (${code}).`, undefined, cause);
  }
};

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

  /** One result. */
  result(text: string, data: unknown): Promise<void> {
    return this.raw(this.isJson ? `${JSON.stringify(data)}\n` : `${tame(text)}\n`);
  }

  /** Text that is a result as it is; waits while a pipe is full. */
  raw(text: string): Promise<void> {
    const { stdout } = this.#streams;
    return new Promise((resolve) => {
      if (stdout.write(text)) resolve();
      else stdout.once('drain', resolve);
    });
  }

  /** Anything that is no result. */
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

  /** Writes over itself while it changes; for terminals. */
  draw(text: string): void {
    this.#streams.stderr.write(text);
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

  #note(data: Readonly<Record<string, unknown>>): void {
    if (this.#log === undefined) return;
    writeSync(this.#log, `${JSON.stringify({ time: new Date().toISOString(), ...data })}\n`);
  }
}
