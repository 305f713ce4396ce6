import type { Transfers } from '../../core/bulk/ports.ts';
import { durationText, filesText } from '../figures.ts';
import type { Output } from '../output.ts';

const lookEveryMs = 200;

/** Something of which files may wait for storage. */
export type Waiter = { readonly progress: Pick<Transfers['progress'], 'waiting'> };

/** Says when files begin and end to wait; returns a way to stop. */
export const sayWaiting = (output: Output, waiters: readonly Waiter[]): (() => void) => {
  const waiting = new Waiting(() =>
    waiters.reduce((sum, { progress }) => sum + (progress.waiting ?? 0), 0),
  );
  const look = (): void => {
    const news = waiting.news();
    if (news !== undefined) output.say(news);
  };
  const timer = setInterval(look, lookEveryMs).unref();
  return () => {
    clearInterval(timer);
    look();
  };
};

/** Says once what the destination turns out not to do; returns a way to stop. */
export const sayLimitations = (
  output: Output,
  transfers: Pick<Transfers, 'progress'>,
  bucket: string,
): (() => void) => {
  const untold = new Map([
    [
      'ignoresConditions' as const,
      `s3://${bucket} ignores If-None-Match: Keepsake looks under each key before it writes. ` +
        'Let nobody else write below the prefix meanwhile.',
    ],
    [
      'refusesCopies' as const,
      `s3://${bucket} does not copy these files by itself, or would overwrite with a copy: they ` +
        'pass through this machine.',
    ],
  ]);
  const look = (): void => {
    for (const [name, remark] of untold) {
      if (!transfers.progress[name]) continue;
      untold.delete(name);
      output.say(remark);
    }
  };
  const timer = setInterval(look, lookEveryMs).unref();
  return () => {
    clearInterval(timer);
    look();
  };
};

/** Messages about files that wait for unresponsive storage. */
export class Waiting {
  readonly #count: () => number;
  #sinceMs: number | undefined;
  #told = false;

  constructor(count: () => number) {
    this.#count = count;
  }

  /** The end of a line of progress; empty while nothing waits. */
  text(): string {
    const files = this.#look();
    return files === 0
      ? ''
      : `; storage does not answer, ${filesText(files)} waiting for ${this.#duration()}`;
  }

  /** A sentence when waiting began or ended since the last call. */
  news(): string | undefined {
    const since = this.#duration();
    const files = this.#look();
    if (files > 0 && !this.#told) {
      this.#told = true;
      return 'Storage does not answer. Waiting for it; nothing fails of that (--patience).';
    }
    if (files === 0 && this.#told) {
      this.#told = false;
      return `Storage answers again, after ${since}.`;
    }
    return undefined;
  }

  #look(): number {
    const files = this.#count();
    if (files === 0) this.#sinceMs = undefined;
    else this.#sinceMs ??= performance.now();
    return files;
  }

  #duration(): string {
    return durationText((performance.now() - (this.#sinceMs ?? performance.now())) / 1000);
  }
}
