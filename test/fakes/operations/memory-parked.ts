import type { ParkedMessage } from '../../../core/operations/model/parked-message.ts';
import type { ParkedMessages } from '../../../core/operations/ports.ts';

/** Messages of a dead-letter queue in a map. */
export class MemoryParked implements ParkedMessages {
  readonly #waiting = new Map<string, ParkedMessage>();
  /** Ids of messages that somebody holds. */
  readonly hidden = new Set<string>();
  /** Ids of messages by the address that they were sent to. */
  readonly sent: [string, string][] = [];
  /** Whether messages can be moved back at once. */
  moves = false;

  constructor(...ids: string[]) {
    for (const messageId of ids)
      this.#waiting.set(messageId, {
        messageId,
        sentAt: '2030-01-01T00:00:00.000Z',
        body: `{"orderId":"${messageId}"}`,
        attributes: { ERROR_CODE: { StringValue: '200' } },
        handle: messageId,
      });
  }

  get ids(): string[] {
    return [...this.#waiting.keys()];
  }

  async count(): Promise<number> {
    return this.#waiting.size;
  }

  async *take(): AsyncGenerator<ParkedMessage> {
    for (const message of [...this.#waiting.values()]) {
      this.hidden.add(message.messageId);
      yield message;
    }
  }

  async release({ messageId }: ParkedMessage): Promise<void> {
    this.hidden.delete(messageId);
  }

  async remove({ messageId }: ParkedMessage): Promise<void> {
    this.#waiting.delete(messageId);
  }

  async moveBack(url: string): Promise<boolean> {
    if (!this.moves) return false;
    this.sent.push(...this.ids.map((id): [string, string] => [url, id]));
    this.#waiting.clear();
    return true;
  }

  async sendTo(url: string, message: ParkedMessage): Promise<void> {
    this.sent.push([url, message.messageId]);
    await this.remove(message);
  }
}
