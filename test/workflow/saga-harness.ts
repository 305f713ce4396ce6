import { beginCompensation } from '../../core/orders/begin-compensation.ts';
import { claimOrder } from '../../core/orders/claim-order.ts';
import { commitOrder } from '../../core/orders/commit-order.ts';
import { compensateOrder } from '../../core/orders/compensate-order.ts';
import { copyFiles } from '../../core/orders/copy-files.ts';
import { failOrder } from '../../core/orders/fail-order.ts';
import type { OrderEvent, Run } from '../../core/orders/model/order.ts';
import { deathCauses } from '../../core/orders/model/order-failure.ts';
import type { Payment } from '../../core/orders/model/payment.ts';
import type { Migrations, Start } from '../../core/orders/ports.ts';
import { publishOrderEvent } from '../../core/orders/publish-order-event.ts';
import { receivePayment, startMigration } from '../../core/orders/receive-payment.ts';
import { type ReconcileReport, reconcile } from '../../core/orders/reconcile.ts';
import { recoverMigration } from '../../core/orders/recover-migration.ts';
import { removeCopies } from '../../core/orders/remove-copies.ts';
import { retryOrder } from '../../core/orders/retry-order.ts';
import { verifyFiles } from '../../core/orders/verify-files.ts';
import type { Alert } from '../../core/shared/ports.ts';
import { aWorld, type World } from '../core/builders/world.ts';
import { FaultPlan, type Faults } from './faults.ts';
import { type Ended, Interpreter, type TaskHandlers } from './interpreter.ts';

type Message = { name: string; handle: () => Promise<unknown>; maxReceives: number };
type Execution = Ended & { run: Run };
/** Operations by hand, concurrent with the schedule or not. */
export type Operation = 'retry' | 'compensate' | 'retry and reconcile' | 'compensate and retry';
type Hook = { state: string; nth: number; act: () => unknown };

const minute = 60_000;

/**
 * The deployed system around one store of records and files: queues, watcher, reconciler and the
 * interpreted state machine.
 */
export class Saga implements Migrations {
  readonly world: World = aWorld();
  readonly faults: FaultPlan;
  readonly executions: Execution[] = [];
  readonly deadLetters: string[] = [];
  readonly reports: ReconcileReport[] = [];
  /** Changes from outside, made while a task is about to begin. */
  readonly hooks: Hook[] = [];
  readonly #interpreter: Interpreter;
  readonly #ports: World;
  readonly #messages: Message[] = [];
  readonly #parked: Message[] = [];
  readonly #started = new Map<string, Run>();
  /** Since when. */
  readonly #alive = new Map<string, Date>();
  readonly #taskCounts = new Map<string, number>();

  constructor(faults: Faults = {}) {
    this.faults = new FaultPlan(faults);
    this.#ports = this.#withFaults(this.world);
    this.#interpreter = new Interpreter(this.#handlers(), this.faults);
  }

  /**
   * Like StartExecution: a name that is in use answers as if it had just been started, one that was
   * used is taken.
   */
  async start(run: Run): Promise<Start> {
    if (this.#started.has(run.runId)) return this.#alive.has(run.runId) ? 'begun' : 'taken';
    this.#started.set(run.runId, run);
    this.#alive.set(run.runId, this.world.clock.now());
    return 'begun';
  }

  /** Like DescribeExecution: a run that has just begun is not visible yet. */
  async isRunning(runId: string): Promise<boolean> {
    const since = this.#alive.get(runId);
    return since !== undefined && since < this.world.clock.now();
  }

  /** An operator starts the machine by hand, under a name of their own. */
  runByHand(run: Run): void {
    this.#started.set(`by-hand-${this.#started.size}`, run);
  }

  /**
   * The bus rule puts the event into the queue. The queue delivers the event until it is handled or
   * parked.
   */
  pay(payment: Payment): void {
    const handle = () => receivePayment(this.#starting(), payment);
    this.#messages.push({ name: `payment ${payment.paymentId}`, handle, maxReceives: 15 });
  }

  /** Delivers a payment while an execution runs: at once, and again later if that failed. */
  async payMeanwhile(payment: Payment): Promise<void> {
    await receivePayment(this.#starting(), payment).catch(() => this.pay(payment));
  }

  /** Everything that is under way comes to its end. */
  async settle(): Promise<void> {
    for (let work = 0; work < 200; work++) {
      const message = this.#messages.shift();
      const next = [...this.#started].find(
        ([name]) => !this.executions.some(({ run }) => run.runId === name),
      );
      if (message) await this.#receive(message);
      else if (next) await this.#execute(...next);
      else if (!(await this.#wokeSomething())) return;
    }
    throw new Error('the saga never comes to rest');
  }

  /** The faults are over, hours pass, and the schedule fires until it finds nothing to do. */
  async reconcileUntilQuiet(): Promise<void> {
    this.faults.heal();
    for (let round = 0; round < 12; round++) {
      this.world.clock.advance(61 * minute);
      const report = await reconcile({ ...this.#starting(), afterMinutes: 60 }, (orderId, error) =>
        this.deadLetters.push(`reconcile ${orderId}: ${String(error)}`),
      );
      this.reports.push(report);
      await this.settle();
      if (Object.entries(report).every(([repair, count]) => repair === 'waiting' || count === 0))
        return;
    }
    throw new Error('the reconciler never comes to rest');
  }

  /**
   * Operators act on the order after they stopped its refund. A refused action changes nothing.
   * Every execution comes to its end.
   */
  async operate(operation: Operation): Promise<void> {
    const [{ orderId } = { orderId: '' }] = [...this.#started.values()];
    const deps = { ...this.#starting(), afterMinutes: 60 };
    const retry = () => retryOrder(deps, orderId, { refundStopped: true });
    const acts: Record<Operation, (() => Promise<unknown>)[]> = {
      retry: [retry],
      compensate: [() => compensateOrder(deps, orderId)],
      'retry and reconcile': [retry, () => reconcile(deps, () => undefined)],
      'compensate and retry': [() => compensateOrder(deps, orderId), retry],
    };
    await Promise.allSettled(acts[operation].map((act) => act()));
    await this.settle();
  }

  /**
   * The alarm of the payments' dead-letter queue rang, and an operator sends back what is in it.
   */
  redrivePayments(): void {
    this.#messages.push(...this.#parked.splice(0).filter(({ name }) => name.startsWith('payment')));
  }

  async #receive(message: Message): Promise<void> {
    for (let receive = 1; receive <= message.maxReceives; receive++) {
      this.world.clock.advance(minute);
      try {
        await message.handle();
        return;
      } catch {
        // Becomes visible again.
      }
    }
    this.deadLetters.push(message.name);
    this.#parked.push(message);
  }

  async #execute(name: string, run: Run): Promise<void> {
    this.world.clock.advance(minute);
    const ended = await this.#interpreter.run({ ...run });
    this.#alive.delete(name);
    this.executions.push({ ...ended, run: { ...run, runId: name } });
    this.#watch(name, run.orderId, ended);
  }

  #watch(runId: string, orderId: string, { status, error }: Ended): void {
    if (status === 'SUCCEEDED') return;
    const hasAlerted = error === 'OrderMigrationFailed';
    const handle = () =>
      recoverMigration(this.#starting(), {
        orderId,
        runId,
        cause: deathCauses[status],
        hasAlerted,
      });
    this.#messages.push({ name: `death of ${runId}`, handle, maxReceives: 5 });
  }

  async #wokeSomething(): Promise<boolean> {
    return (await this.faults.wakeAll()) > 0;
  }

  #deliverRetryRequests(event: OrderEvent): void {
    if (event.detailType !== 'OrderMigrationRetryRequested') return;
    const orderId = String(event.detail.orderId);
    this.#messages.push({
      name: `retry of ${orderId}`,
      handle: () => startMigration(this.#starting(), orderId),
      maxReceives: 15,
    });
  }

  #starting() {
    return { ...this.#ports, migrations: this.faults.on('migrations', this as Migrations) };
  }

  #withFaults(world: World): World {
    const publish = async (event: OrderEvent) => {
      await world.bus.publish(event);
      this.#deliverRetryRequests(event);
    };
    return {
      ...world,
      orders: this.faults.on('orders', world.orders),
      uploads: this.faults.on('uploads', world.uploads),
      objects: this.faults.on('objects', world.objects),
      alerts: this.faults.on('alerts', world.alerts),
      bus: this.faults.on('bus', { published: world.bus.published, publish }),
    };
  }

  /** The same composition as in lambdas/: state name to use case. */
  #handlers(): TaskHandlers {
    const deps = this.#ports;
    const say = ({ orderId }: Run) => publishOrderEvent(deps, orderId);
    const only = ({ orderId, attempt, runId }: Run): Run => ({ orderId, attempt, runId });
    const handlers: TaskHandlers = {
      'Claim order': (run: Run) => claimOrder(deps, only(run)),
      'Copy files': (chunk) => copyFiles(deps, chunk),
      'Verify files': (chunk) => verifyFiles(deps, chunk),
      'Commit order': (run) => commitOrder(deps, run),
      'Announce completion': say,
      'Begin compensation': (run: Run) => beginCompensation(deps, only(run)),
      'Remove our copies': (chunk) => removeCopies(deps, chunk),
      'Fail order': (run) => failOrder(deps, run),
      'Announce failure': say,
      'Request another attempt': say,
      'Alert the operators': ({ Message }: { Message: string }) =>
        this.world.alerts.raise(JSON.parse(Message) as Alert),
    };
    return Object.fromEntries(
      Object.entries(handlers).map(([state, handle]) => [state, this.#hooked(state, handle)]),
    );
  }

  #hooked(state: string, handle: TaskHandlers[string]): TaskHandlers[string] {
    return async (input: never) => {
      const count = (this.#taskCounts.get(state) ?? 0) + 1;
      this.#taskCounts.set(state, count);
      for (const hook of this.hooks)
        if (hook.state === state && hook.nth === count) await hook.act();
      return handle(input);
    };
  }
}
