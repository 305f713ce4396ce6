import { AlreadyExists, SourceMissing, StaleRecord } from '../../../core/errors.ts';
import type {
  Order,
  OrderFile,
  OrderWithFiles,
  PaymentRecord,
} from '../../../core/orders/model/order.ts';
import { needsAttention } from '../../../core/orders/model/order-transitions.ts';
import type { Orders } from '../../../core/orders/ports.ts';
import type { RecordErasure } from '../../../core/retention/model/erasure.ts';
import type { PermanentLocation } from '../../../core/uploads/model/upload.ts';
import type { MemoryUploads } from '../uploads/memory-uploads.ts';

/** Orders and ledgers in maps; every write is checked against the revision it was decided on. */
export class MemoryOrders implements Orders {
  readonly #orders = new Map<string, Order>();
  readonly #files = new Map<string, Map<string, OrderFile>>();
  readonly #uploads: MemoryUploads;
  /** Which order each payment has paid. */
  readonly #paid = new Map<string, string>();
  /** Which order was the first to hold a payment. */
  readonly #held = new Map<string, string>();

  constructor(uploads: MemoryUploads) {
    this.#uploads = uploads;
  }

  async create(order: Order, files: readonly OrderFile[]): Promise<void> {
    if (this.#orders.has(order.orderId))
      throw new AlreadyExists(`Order ${order.orderId} exists already.`);
    this.put(order, files);
  }

  async find(orderId: string): Promise<OrderWithFiles | undefined> {
    const order = this.#orders.get(orderId);
    if (!order) return undefined;
    const files = [...(this.#files.get(orderId)?.values() ?? [])].sort((a, b) =>
      a.role < b.role ? -1 : 1,
    );
    return structuredClone({ order, files });
  }

  async save(order: Order): Promise<Order> {
    const saved = this.#next(order);
    this.#orders.set(order.orderId, saved);
    return structuredClone(saved);
  }

  async erase(order: Order, entry: RecordErasure): Promise<void> {
    const saved = this.#next(order);
    this.#uploads.erasures.put(entry);
    this.#orders.set(order.orderId, saved);
  }

  async pay(order: Order & { payment: PaymentRecord }): Promise<Order> {
    const { orderId, payment } = order;
    const saved = this.#next(order);
    if ((this.#paid.get(payment.paymentId) ?? orderId) !== orderId)
      throw new AlreadyExists(
        `Payment ${payment.paymentId} has paid another order than ${orderId}.`,
      );
    this.#paid.set(payment.paymentId, orderId);
    this.#orders.set(orderId, saved);
    return structuredClone(saved);
  }

  async hold(order: Order, paymentId: string): Promise<Order> {
    if (!this.#held.has(paymentId)) this.#held.set(paymentId, order.orderId);
    return this.save(order);
  }

  async orderOfPayment(paymentId: string): Promise<string | undefined> {
    return this.#paid.get(paymentId) ?? this.#held.get(paymentId);
  }

  async replaceFile(order: Order, file: OrderFile): Promise<void> {
    const saved = this.#next(order);
    await this.saveFile(file);
    this.#orders.set(order.orderId, saved);
  }

  async saveFile(file: OrderFile): Promise<OrderFile> {
    const ledger = this.#files.get(file.orderId);
    const stored = ledger?.get(file.role);
    if (!ledger || stored?.revision !== file.revision)
      throw new StaleRecord(`File ${file.role} of order ${file.orderId} changed.`);
    const saved = structuredClone({ ...file, revision: file.revision + 1 });
    ledger.set(file.role, saved);
    return structuredClone(saved);
  }

  async commit(order: Order, locations: readonly PermanentLocation[]): Promise<Order> {
    const saved = this.#next(order);
    const gone = locations.find(({ uploadId }) => !this.#uploads.mayCommit(uploadId));
    if (gone)
      throw new SourceMissing(`Upload ${gone.uploadId} is gone or was quarantined.`, {
        context: { uploadId: gone.uploadId },
      });
    for (const location of locations) this.#uploads.repoint(location, order.updatedAt);
    this.#orders.set(order.orderId, saved);
    return structuredClone(saved);
  }

  async *needingAttention(before: Date): AsyncGenerator<string> {
    const waiting = [...this.#orders.values()].filter(
      (order) => needsAttention(order) && order.updatedAt < before.toISOString(),
    );
    for (const { orderId } of waiting.sort((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1)))
      yield orderId;
  }

  /** For tests and lists: every order. */
  get all(): Order[] {
    return structuredClone([...this.#orders.values()]);
  }

  async *listOwned(ownerId: string): AsyncGenerator<string> {
    for (const { orderId, ...order } of [...this.#orders.values()])
      if (order.ownerId === ownerId) yield orderId;
  }

  /** For tests: writes without asking. */
  put(order: Order, files: readonly OrderFile[] = []): void {
    if (order.payment) this.#paid.set(order.payment.paymentId, order.orderId);
    this.#orders.set(order.orderId, structuredClone(order));
    this.#files.set(
      order.orderId,
      new Map(structuredClone(files).map((file) => [file.role, file])),
    );
  }

  #next(order: Order): Order {
    const stored = this.#orders.get(order.orderId);
    if (stored?.revision !== order.revision)
      throw new StaleRecord(`Order ${order.orderId} changed since it was read.`);
    return structuredClone({ ...order, revision: order.revision + 1 });
  }
}
