import type { Link, LinkTarget } from '../../../core/delivery/model/link.ts';
import type { Links } from '../../../core/delivery/ports.ts';
import { AlreadyExists, StaleRecord } from '../../../core/errors.ts';
import type { RecordErasure } from '../../../core/retention/model/erasure.ts';
import type { Stretch } from '../../../core/shared/model/stretch.ts';
import { MemoryErasures } from '../retention/memory-erasures.ts';

/**
 * Permalinks in a map. Like the real table it does not hide expired or revoked ones: callers check.
 */
export class MemoryLinks implements Links {
  readonly #records = new Map<string, Link>();
  readonly #erasures: MemoryErasures;

  constructor(erasures = new MemoryErasures()) {
    this.#erasures = erasures;
  }

  async create(link: Link): Promise<void> {
    if (this.#records.has(link.tokenHash))
      throw new AlreadyExists('A link with that token exists already.');
    this.put(link);
  }

  async find(tokenHash: string): Promise<Link | undefined> {
    return structuredClone(this.#records.get(tokenHash));
  }

  async replace(link: Link, read: LinkTarget): Promise<void> {
    const stored = this.#records.get(link.tokenHash);
    if (
      !stored ||
      stored.revokedAt !== undefined ||
      stored.orderId !== read.orderId ||
      stored.role !== read.role
    )
      throw new StaleRecord('The link was changed or revoked meanwhile, or is gone.');
    this.put(link);
  }

  async erase(link: Link, entry: RecordErasure): Promise<void> {
    if (this.#records.get(link.tokenHash)?.orderId !== link.orderId)
      throw new StaleRecord('The link was changed or revoked meanwhile, or is gone.');
    this.#erasures.put(entry);
    this.#records.delete(link.tokenHash);
  }

  async ofOrder(orderId: string): Promise<Link[]> {
    return this.all.filter((link) => link.orderId === orderId);
  }

  async ofMaker(
    ownerId: string,
    { limit, after }: Stretch,
  ): Promise<{ links: Link[]; next?: string }> {
    const place = ({ createdAt, tokenHash }: Link): string => `${createdAt}#${tokenHash}`;
    const rest = this.all
      .filter((link) => link.ownerId === ownerId && (after === undefined || place(link) < after))
      .sort((a, b) => (place(a) > place(b) ? -1 : 1));
    const links = rest.slice(0, limit);
    const last = links.at(-1);
    return rest.length > limit && last ? { links, next: place(last) } : { links };
  }

  async touch(tokenHash: string, day: string): Promise<void> {
    const stored = this.#records.get(tokenHash);
    if (stored && (stored.lastUsedOn === undefined || stored.lastUsedOn < day))
      this.put({ ...stored, lastUsedOn: day });
  }

  /** For tests: writes without asking. */
  put(link: Link): void {
    this.#records.set(link.tokenHash, structuredClone(link));
  }

  /** For tests: every link there is. */
  get all(): Link[] {
    return structuredClone([...this.#records.values()]);
  }
}
