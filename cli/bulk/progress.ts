import type { BatchCounts, BatchRecord } from '../../core/bulk/model/batch.ts';
import { totalOf } from '../../core/bulk/model/batch-counts.ts';
import type { Transfers } from '../../core/bulk/ports.ts';
import { bytesText, durationText, filesText } from '../figures.ts';
import type { Output } from '../output.ts';
import { sayWaiting, Waiting } from './waiting.ts';

const redrawMs = 200;
const lineMs = 10_000;
const barWidth = 24;

/** The known amount of work. A first run lists while it sends. */
export type Ahead = {
  counts: BatchCounts;
  listed: boolean;
  /** Changed files are sent as well. */
  takeChanged?: boolean;
};

/** A line that says how a run goes: redrawn on a terminal, repeated now and then elsewhere. */
export class Progress {
  readonly #output: Output;
  readonly #transfers: Pick<Transfers, 'progress'>;
  readonly #ahead: Ahead;
  readonly #waiting: Waiting;
  readonly #startedMs = performance.now();
  readonly #startBytes: number;
  readonly #timers: ReturnType<typeof setInterval>[] = [];
  #stopSaying: () => void = () => undefined;
  #files = 0;
  #failures = 0;

  constructor(output: Output, transfers: Pick<Transfers, 'progress'>, ahead: Ahead) {
    this.#output = output;
    this.#transfers = transfers;
    this.#ahead = ahead;
    this.#waiting = new Waiting(() => transfers.progress.waiting ?? 0);
    this.#startBytes = transfers.progress.bytes;
  }

  start(): void {
    if (this.#output.isTerminal) {
      this.#every(redrawMs, () => this.#output.draw(this.line()));
      return;
    }
    this.#every(lineMs, () => this.#output.say(this.line()));
    // A short outage would be over before the next line.
    this.#stopSaying = sayWaiting(this.#output, [this.#transfers]);
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    if (this.#output.isTerminal) this.#output.draw('');
    this.#stopSaying();
  }

  note({ status }: BatchRecord): void {
    this.#files += 1;
    if (status === 'failed' || status === 'changed') this.#failures += 1;
  }

  noteUnchanged(files: number): void {
    this.#files += files;
  }

  line(): string {
    const { bytes, inFlight, throttled } = this.#transfers.progress;
    const seconds = Math.max(0.001, (performance.now() - this.#startedMs) / 1000);
    const sent = bytes - this.#startBytes;
    const pace = `${(this.#files / seconds).toFixed(0)} files/s, ${bytesText(sent / seconds)}/s`;
    const problems = this.#failures > 0 ? `, ${this.#failures} failed` : '';
    const slow = throttled > 0 ? `, slowed down ${throttled} times` : '';
    return (
      `${this.#share(seconds)}${filesText(this.#files)}, ${bytesText(sent)}, ${pace}, ` +
      `${inFlight} under way${problems}${slow}${this.#waiting.text()}`
    );
  }

  /** Progress is a share of the whole only after the listing has ended. */
  #share(seconds: number): string {
    const { counts, listed } = this.#ahead;
    if (!listed) return '';
    const all = Math.max(totalOf(counts).files, this.#files);
    const todo = Math.min(all, Math.max(dueOf(this.#ahead), this.#files));
    const done = all - todo + this.#files;
    const part = all === 0 ? 1 : done / all;
    const filled = Math.floor(part * barWidth);
    const left =
      this.#files === 0 ? '?' : durationText(((todo - this.#files) * seconds) / this.#files);
    return (
      `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${Math.floor(part * 100)} %, ` +
      `${left} left, `
    );
  }

  #every(ms: number, task: () => void): void {
    this.#timers.push(setInterval(task, ms).unref());
  }
}

/** Files the run comes to, as far as their states say. */
const dueOf = ({ counts, takeChanged = false }: Ahead): number =>
  counts.planned.files +
  counts.failed.files +
  counts.rolled_back.files +
  (takeChanged ? counts.changed.files : 0);
