import { finalErrors } from '../../core/errors.ts';
import { beginCompensation } from '../../core/orders/begin-compensation.ts';
import { claimOrder } from '../../core/orders/claim-order.ts';
import { commitOrder } from '../../core/orders/commit-order.ts';
import { copyFiles } from '../../core/orders/copy-files.ts';
import { failOrder } from '../../core/orders/fail-order.ts';
import type { Chunk, Run } from '../../core/orders/model/order.ts';
import { deathCauses } from '../../core/orders/model/order-failure.ts';
import { needsAttention } from '../../core/orders/model/order-transitions.ts';
import type { Payment } from '../../core/orders/model/payment.ts';
import type { Migrations, Start } from '../../core/orders/ports.ts';
import { publishOrderEvent } from '../../core/orders/publish-order-event.ts';
import { receivePayment, startMigration } from '../../core/orders/receive-payment.ts';
import { reconcile } from '../../core/orders/reconcile.ts';
import { type DeadRun, recoverMigration } from '../../core/orders/recover-migration.ts';
import { removeCopies } from '../../core/orders/remove-copies.ts';
import { verifyFiles } from '../../core/orders/verify-files.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { Ports } from './story-ports.ts';

/**
 * As in lib/shared/retry-policies.ts, and as the payment queue and the watcher's queue of a
 * deployed stage.
 */
const tries = { patient: 6, stubborn: 13, payment: 15, watcher: 5, client: 20 };

/** The end of an execution that failed and said so; every other end is the watcher's to tell. */
class OrderMigrationFailed extends Error {}

const ignored = (): undefined => undefined;

/** The clock of a schedule that fires for this many hours. */
const later = (hours: number) => ({ now: () => new Date(Date.now() + hours * 61 * 60_000) });

/**
 * Walks orders through the states of the order migration, in this process: every call to AWS is
 * made by the real adapters.
 */
export class SagaDriver implements Migrations {
  readonly #ports: Ports;
  readonly #deps: Ports;
  readonly #plan: FaultPlan;
  readonly #started = new Set<string>();
  readonly #waiting: Run[] = [];
  readonly #parked: DeadRun[] = [];
  #active: string | undefined;
  /** How often anything had to be tried again. */
  repeats = 0;

  constructor(ports: Ports, plan: FaultPlan) {
    this.#ports = ports;
    this.#plan = plan;
    this.#deps = { ...ports, migrations: this };
  }

  // The stand-in's executions end at once; whether ours does is known here.
  async start(run: Run): Promise<Start> {
    await this.#ports.migrations.start(run);
    if (this.#started.has(run.runId)) return this.#isAlive(run.runId) ? 'begun' : 'taken';
    this.#started.add(run.runId);
    this.#waiting.push(run);
    return 'begun';
  }

  async isRunning(runId: string): Promise<boolean> {
    await this.#ports.migrations.isRunning(runId);
    return this.#isAlive(runId);
  }

  /** A client that is told "try again" does. */
  insist<Result>(ask: () => Promise<Result>): Promise<Result> {
    return this.#retried(tries.client, ask);
  }

  /** The payment event arrives; everything that follows from it comes to its end. */
  async pay(payment: Payment): Promise<void> {
    await this.#retried(tries.payment, () => receivePayment(this.#deps, payment)).catch(ignored);
    await this.#settle();
  }

  /** An operator sends back what the watcher could not handle. */
  async redrive(): Promise<void> {
    for (const dead of this.#parked.splice(0)) await this.#takeOver(dead);
    await this.#settle();
  }

  /** The hourly schedule fires, until it finds nothing to do for this order. */
  async reconcileUntilQuiet(orderId: string): Promise<void> {
    const orders = onlyFinding(this.#deps.orders, orderId);
    for (let round = 0; round < 12; round += 1) {
      const {
        waiting: _waiting,
        running: _running,
        settled: _settled,
        ...report
      } = await reconcile(
        { ...this.#deps, orders, clock: later(round + 1), afterMinutes: 60 },
        ignored,
      );
      await this.#settle();
      if (Object.values(report).every((count) => count === 0)) return;
    }
    throw new Error(`order ${orderId} never comes to rest`);
  }

  #isAlive(runId: string): boolean {
    return this.#active === runId || this.#waiting.some((run) => run.runId === runId);
  }

  async #settle(): Promise<void> {
    for (let run = this.#waiting.shift(); run; run = this.#waiting.shift()) {
      this.#active = run.runId;
      await this.#execute(run).catch((error: unknown) => this.#watch(run, error));
      this.#active = undefined;
    }
  }

  #watch({ orderId, runId }: Run, error: unknown): Promise<unknown> {
    const dead = {
      orderId,
      runId,
      cause: deathCauses.FAILED,
      hasAlerted: error instanceof OrderMigrationFailed,
    };
    return this.#takeOver(dead);
  }

  #takeOver(dead: DeadRun): Promise<unknown> {
    return this.#retried(tries.watcher, () => recoverMigration(this.#deps, dead)).catch(() =>
      this.#parked.push(dead),
    );
  }

  /** Tries again as Step Functions and queues do, without the waits between. */
  #retried<Result>(times: number, work: () => Promise<Result>): Promise<Result> {
    this.#plan.beginStep();
    return this.#tried(times, work);
  }

  async #tried<Result>(times: number, work: () => Promise<Result>): Promise<Result> {
    this.#plan.beginTry();
    try {
      return await work();
    } catch (error) {
      if (times === 1 || finalErrors.some((name) => name === (error as Error).name)) throw error;
      this.repeats += 1;
      return this.#tried(times - 1, work);
    }
  }

  async #execute(run: Run): Promise<void> {
    const forward = async () => {
      const { chunks } = await this.#retried(tries.patient, () => claimOrder(this.#deps, run));
      await Promise.all(chunks.map((chunk) => this.#migrate(chunk)));
      await this.#retried(tries.patient, () => commitOrder(this.#deps, run));
      return true;
    };
    const committed = await forward().catch(ignored);
    await (committed ? this.#announce(run) : this.#compensate(run));
  }

  async #migrate(chunk: Chunk): Promise<void> {
    const both = async () => {
      await this.#retried(tries.patient, () => copyFiles(this.#deps, chunk));
      await this.#retried(tries.patient, () => verifyFiles(this.#deps, chunk));
    };
    await both().catch(ignored);
  }

  async #announce({ orderId }: Run): Promise<string | null | undefined> {
    return (
      await this.#retried(tries.stubborn, () => publishOrderEvent(this.#deps, orderId)).catch(
        ignored,
      )
    )?.announced;
  }

  async #compensate(run: Run): Promise<void> {
    const { decision, chunks } = await this.#retried(tries.stubborn, () =>
      beginCompensation(this.#deps, run),
    );
    if (decision === 'superseded') return;
    if (decision === 'committed') return void (await this.#announce(run));
    for (const chunk of chunks)
      await this.#retried(tries.patient, () => removeCopies(this.#deps, chunk)).catch(ignored);
    const { decision: next, alert } = await this.#retried(tries.stubborn, () =>
      failOrder(this.#deps, run),
    );
    const announced = await this.#announce(run);
    if (next === 'retry') {
      if (announced)
        await this.#retried(tries.payment, () => startMigration(this.#deps, run.orderId)).catch(
          ignored,
        );
      return;
    }
    await this.#retried(tries.stubborn, () => this.#deps.alerts.raise(alert));
    throw new OrderMigrationFailed(run.runId);
  }
}

/** The same orders; the reconciler finds one of them, since the others are other tests'. */
const onlyFinding = (orders: Ports['orders'], orderId: string): Ports['orders'] => ({
  create: (order, files) => orders.create(order, files),
  find: (id) => orders.find(id),
  save: (order) => orders.save(order),
  pay: (order) => orders.pay(order),
  erase: (order, entry) => orders.erase(order, entry),
  hold: (order, paymentId) => orders.hold(order, paymentId),
  orderOfPayment: (paymentId) => orders.orderOfPayment(paymentId),
  replaceFile: (order, file) => orders.replaceFile(order, file),
  saveFile: (file) => orders.saveFile(file),
  commit: (order, locations) => orders.commit(order, locations),
  listOwned: (ownerId) => orders.listOwned(ownerId),
  async *needingAttention() {
    const found = await orders.find(orderId);
    if (found && needsAttention(found.order)) yield orderId;
  },
});
