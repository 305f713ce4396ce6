import type { OrderView } from '../../../core/orders/model/order-view.ts';

type File = Pick<OrderView['files'][number], 'role' | 'status'>;

/** Where it is shown: a terminal is redrawn, anything else gets plain lines. */
export type Screen = { isTTY?: boolean; columns?: number; write(text: string): unknown };

const barWidth = 24;
const thirds: Record<File['status'], number> = {
  pending: 0,
  copying: 1,
  copied: 2,
  verified: 3,
  skipped: 0,
  failed: 0,
  removed: 0,
};

/** A file's way from temporary to verified, e.g. `photo     ████████░░░░ copying`. */
export const fileBar = ({ role, status }: File): string => {
  const full = (thirds[status] / 3) * barWidth;
  return `    ${role.padEnd(10)} ${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${status}`;
};

/** Shows a migration while it happens: a line per step, a bar per file. */
export class LiveView {
  readonly #screen: Screen;
  #files: readonly File[] = [];
  #drawn = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** A step the workflow entered, and the milliseconds since the payment. */
  step(name: string, afterMs: number): void {
    this.#erase();
    this.#screen.write(`  ${`+${afterMs}`.padStart(6)} ms  ${name}\n`);
    this.#draw();
  }

  /** The files as they are now; without a terminal only what changed is written. */
  files(files: readonly File[]): void {
    const before = new Map(this.#files.map(({ role, status }) => [role, status]));
    const changed = files.filter(({ role, status }) => before.get(role) !== status);
    if (changed.length === 0) return;
    this.#erase();
    this.#files = files;
    if (!this.#screen.isTTY)
      this.#screen.write(changed.map((file) => `${fileBar(file)}\n`).join(''));
    this.#draw();
  }

  #erase(): void {
    if (this.#drawn > 0) this.#screen.write(`\u001b[${this.#drawn}A\u001b[J`);
    this.#drawn = 0;
  }

  #draw(): void {
    if (!this.#screen.isTTY) return;
    this.#drawn = this.#files.length;
    for (const file of this.#files) this.#screen.write(`${fileBar(file)}\n`);
  }
}
