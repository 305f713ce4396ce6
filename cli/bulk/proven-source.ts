import { SourceAround } from '../../adapters/bulk/sources/source-around.ts';
import type { SourceFile } from '../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../core/bulk/ports.ts';

type Group = readonly SourceFile[];

type Begun = { first: IteratorResult<Group>; rest: AsyncIterator<Group> };

/**
 * A source whose listing has begun: a folder, manifest or table that cannot be read has said so.
 * The first listing continues from there, so that nothing is listed twice.
 */
export class ProvenSource extends SourceAround {
  #begun: Begun | undefined;

  /** Throws what the source throws, usually `InvalidInput`. */
  static async open(source: FileSource): Promise<ProvenSource> {
    const rest = source.list()[Symbol.asyncIterator]();
    return new ProvenSource(source, { first: await rest.next(), rest });
  }

  private constructor(source: FileSource, begun: Begun) {
    super(source);
    this.#begun = begun;
  }

  list(after?: string): AsyncIterable<Group> {
    const begun = this.#begun;
    if (after !== undefined || begun === undefined) return this.source.list(after);
    this.#begun = undefined;
    return goOn(begun);
  }

  override async close(): Promise<void> {
    await this.#begun?.rest.return?.();
    await this.source.close();
  }
}

async function* goOn({ first, rest }: Begun): AsyncGenerator<Group> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
