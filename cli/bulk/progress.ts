import type { BatchCounts, BatchRecord } from '../../core/bulk/model/batch.ts';
import { totalOf } from '../../core/bulk/model/batch-counts.ts';
import type { Transfers } from '../../core/bulk/ports.ts';
import { bytesText, durationText, filesText } from '../figures.ts';
import type { Output } from '../output.ts';

const redrawMs = 200;
const lineMs = 10_000;
const barWidth = 24;

/** What is known of the work ahead; a first run lists while it sends. */
export type Ahead = { counts: BatchCounts; listed: boolean };

/** A line that says how a run goes: redrawn on a terminal, repeated now and then elsewhere. */
export class Progress {
  readonly #output: Output;
  readonly #transfers: Transfers;
  readonly #ahead: Ahead;
  readonly #startedMs = performance.now();
  readonly #startBytes: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #files = 0;
  #failures = 0;

  constructor(output: Output, transfers: Transfers, ahead: Ahead) {
    this.#output = output;
    this.#transfers = transfers;
    this.#ahead = ahead;
    this.#startBytes = transfers.progress.bytes;
  }

  start(): void {
    if (this.#output.isTerminal)
      this.#timer = setInterval(
        () => this.#output.draw(`\r\u001b[K${this.line()}`),
        redrawMs,
      ).unref();
    else this.#timer = setInterval(() => this.#output.say(this.line()), lineMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#output.isTerminal) this.#output.draw('\r\u001b[K');
  }

  note({ status }: BatchRecord): void {
    this.#files += 1;
    if (status === 'failed' || status === 'changed') this.#failures += 1;
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
      `${inFlight} under way${problems}${slow}`
    );
  }

  /** Only what is listed to its end can be shown as a part of something. */
  #share(seconds: number): string {
    const { counts, listed } = this.#ahead;
    if (!listed) return '';
    const todo = counts.planned.files + counts.failed.files;
    const [done, all] = [totalOf(counts).files - todo + this.#files, totalOf(counts).files];
    const filled = Math.min(barWidth, Math.floor((done / Math.max(1, all)) * barWidth));
    const left =
      this.#files === 0 ? '?' : durationText(((todo - this.#files) * seconds) / this.#files);
    return (
      `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ` +
      `${Math.floor((done / Math.max(1, all)) * 100)} %, ${left} left, `
    );
  }
}
