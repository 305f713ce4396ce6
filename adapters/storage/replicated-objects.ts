import type { CopyRequest, ObjectFacts, ObjectRef, ObjectStore } from '../../core/storage/ports.ts';

type Removals = Pick<ObjectStore, 'removeVersion' | 'removeAll' | 'hide' | 'reveal'>;

type Replica = { objects: Removals; filesBucket: string; replicaBucket: string };

/**
 * Objects whose permanent bucket has a copy in a second region. S3 replicates new versions, under
 * the same version ids, and no removal: each removal is done in both, here first. While the second
 * region is away, removals throw `TransientFault` and are tried again by whoever asked.
 */
export class ReplicatedObjects implements ObjectStore {
  readonly #primary: ObjectStore;
  readonly #replica: Replica;

  constructor(primary: ObjectStore, replica: Replica) {
    this.#primary = primary;
    this.#replica = replica;
  }

  head(ref: ObjectRef): Promise<ObjectFacts | undefined> {
    return this.#primary.head(ref);
  }

  copy(request: CopyRequest): Promise<{ versionId: string; sha256?: string }> {
    return this.#primary.copy(request);
  }

  sha256(ref: ObjectRef): Promise<string> {
    return this.#primary.sha256(ref);
  }

  versions(bucket: string, key: string): Promise<string[]> {
    return this.#primary.versions(bucket, key);
  }

  abortMultiparts(bucket: string, key: string): Promise<void> {
    return this.#primary.abortMultiparts(bucket, key);
  }

  async removeVersion(ref: { bucket: string; key: string; versionId: string }): Promise<void> {
    await this.#primary.removeVersion(ref);
    await this.#alsoThere(ref.bucket, (objects, bucket) =>
      objects.removeVersion({ ...ref, bucket }),
    );
  }

  async hide(bucket: string, key: string): Promise<void> {
    await this.#primary.hide(bucket, key);
    await this.#alsoThere(bucket, (objects, there) => objects.hide(there, key));
  }

  async reveal(bucket: string, key: string): Promise<void> {
    await this.#primary.reveal(bucket, key);
    await this.#alsoThere(bucket, (objects, there) => objects.reveal(there, key));
  }

  /** Returns what was removed here: the copies are no further versions. */
  async removeAll(bucket: string, key: string): Promise<{ versions: number; bytes: number }> {
    const gone = await this.#primary.removeAll(bucket, key);
    await this.#alsoThere(bucket, (objects, there) => objects.removeAll(there, key));
    return gone;
  }

  async #alsoThere(
    bucket: string,
    act: (objects: Removals, bucket: string) => Promise<unknown>,
  ): Promise<void> {
    const { objects, filesBucket, replicaBucket } = this.#replica;
    if (bucket === filesBucket) await act(objects, replicaBucket);
  }
}
