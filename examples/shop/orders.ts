import type { KeepsakeClient, Order } from '@keepsake/client';
import { watchOrder } from './calls/watch-order.ts';
import { remember } from './memory.ts';
import { type Steps, server } from './server.ts';

/** An order as it was last seen, and the steps of its executions. */
export type Seen = { order: Order; steps: Steps['steps'] };

const againMs = 3_000;

/** The paid orders on the page, followed to their end. */
export class Orders {
  readonly #keepsake: KeepsakeClient;
  readonly #seen = new Map<string, Seen>();
  readonly #followed = new Set<string>();
  readonly #errors = new Map<string, unknown>();
  readonly #onChange: () => void;

  constructor(keepsake: KeepsakeClient, onChange: () => void) {
    this.#keepsake = keepsake;
    this.#onChange = onChange;
  }

  /** The last answer about an order. The first call begins to follow the order. */
  of(orderId: string): Seen | undefined {
    if (!this.#followed.has(orderId)) void this.#follow(orderId);
    return this.#seen.get(orderId);
  }

  /** Why an order cannot be looked at just now. */
  errorOf(orderId: string): unknown {
    return this.#errors.get(orderId);
  }

  async #follow(orderId: string): Promise<void> {
    this.#followed.add(orderId);
    try {
      await watchOrder(this.#keepsake, orderId, async (order) => {
        const { steps } = await server.steps(remember().token, order);
        this.#seen.set(orderId, { order, steps });
        this.#errors.delete(orderId);
        this.#onChange();
      });
    } catch (error) {
      this.#errors.set(orderId, error);
      this.#onChange();
      setTimeout(() => this.#follow(orderId), againMs);
    }
  }
}
