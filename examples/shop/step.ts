import { KeepsakeProblem } from '@keepsake/client';
import { byId } from './dom.ts';
import { ShopProblem } from './server.ts';

/** Where a step is: not yet, now, or done. */
export type StepState = 'later' | 'now' | 'done';

const slowMs = 2_000;
const slowText = 'Still at it…';

/** The visitor has just acted on this step: the page moves on to the next one. */
let hasActed = false;

/** One of the steps of the page: a section with a line of news and, for some, a button. */
export class Step {
  readonly #section: HTMLElement;
  readonly #entry: HTMLElement;
  readonly #news: HTMLElement;
  readonly #error: HTMLElement;
  #state: StepState = 'later';
  #isWatchError = false;

  constructor(id: string) {
    this.#section = byId(id);
    this.#entry = byId(`${id}-entry`);
    this.#news = byId(`${id}-news`);
    this.#error = byId(`${id}-error`);
  }

  /** Shows where the step is. The page follows when the visitor has just done the one before. */
  enter(state: StepState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const shown of [this.#section, this.#entry]) shown.dataset.state = state;
    if (state === 'now') this.#entry.setAttribute('aria-current', 'step');
    else this.#entry.removeAttribute('aria-current');
    if (state !== 'now' || !hasActed) return;
    hasActed = false;
    this.#focus();
  }

  #focus(): void {
    const title = this.#section.querySelector('h2');
    title?.focus({ preventScroll: true });
    this.#section.scrollIntoView({ block: 'start' });
  }

  /** One sentence that is read out, too. */
  say(text: string): void {
    if (this.#news.textContent !== text) this.#news.textContent = text;
  }

  /** Shows why something failed; `what` names it, e.g. one file of several. */
  fail(error: unknown, what?: string): void {
    const message = messageOf(error);
    this.#error.textContent = what === undefined ? message : `${what}: ${message}`;
  }

  /** Shows why the order cannot be looked at, until it can. */
  showError(error: unknown): void {
    if (error !== undefined) this.fail(error);
    else if (this.#isWatchError) this.#error.textContent = '';
    this.#isWatchError = error !== undefined;
  }

  /**
   * Gives a button its work, once at a time. Slow work says so. Failed work says why, and the
   * button can be used again.
   */
  onClick(buttonId: string, work: () => Promise<void>): void {
    const button = byId<HTMLButtonElement>(buttonId);
    button.onclick = async () => {
      if (button.getAttribute('aria-busy') === 'true') return;
      button.setAttribute('aria-busy', 'true');
      this.#error.textContent = '';
      const slow = setTimeout(() => this.say(slowText), slowMs);
      try {
        hasActed = true;
        await work();
      } catch (error) {
        this.fail(error);
      } finally {
        clearTimeout(slow);
        if (this.#news.textContent === slowText) this.say('');
        hasActed = false;
        button.removeAttribute('aria-busy');
        // A button that has done its work is gone: the keyboard continues from its step.
        if (button.offsetParent === null && document.activeElement === document.body)
          this.#section.querySelector('h2')?.focus({ preventScroll: true });
      }
    };
  }
}

const messageOf = (error: unknown): string => {
  if (isOfToken(error)) return 'This visit has ended. Choose “Start over” above.';
  if (error instanceof KeepsakeProblem && error.status === 0)
    return 'Keepsake does not answer. Is “npm start” still running? Then try again.';
  if (error instanceof KeepsakeProblem) return error.detail ?? error.message;
  if (error instanceof ShopProblem) return error.message;
  return `Something went wrong: ${error instanceof Error ? error.message : error}`;
};

const isOfToken = (error: unknown): boolean =>
  error instanceof KeepsakeProblem && (error.status === 401 || error.status === 403);
