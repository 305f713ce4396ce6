import type { Writable } from 'node:stream';

/** Where the command line writes: results to stdout, everything else to stderr. */
export type Streams = {
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
};

/** Terminals act on control characters. Those of file names are replaced. */
const tame = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, '\ufffd');

/** Results for people, or one JSON document a line for programs. */
export class Output {
  readonly #streams: Streams;
  readonly isJson: boolean;

  constructor(streams: Streams, { json }: { json: boolean }) {
    this.#streams = streams;
    this.isJson = json;
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
    this.#streams.stderr.write(`${tame(text)}\n`);
  }

  /** Writes over itself while it changes; for terminals. */
  draw(text: string): void {
    this.#streams.stderr.write(text);
  }

  get isTerminal(): boolean {
    return this.#streams.stderr.isTTY === true && !this.isJson;
  }
}
