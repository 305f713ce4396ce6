import type { FileTypes } from '../../../core/uploads/ports.ts';

/** Knows what it is told: tests of use cases are not about magic bytes. */
export class MemoryFileTypes implements FileTypes {
  /** The detected type of every file. */
  says: string | undefined = 'image/jpeg';

  async detect(): Promise<string | undefined> {
    return this.says;
  }
}
