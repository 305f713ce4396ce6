import type { TemporaryFile, TemporaryFiles } from '../../../core/retention/ports.ts';

/** Temporary files in a list. */
export class MemoryTemporaryFiles implements TemporaryFiles {
  readonly files: TemporaryFile[] = [];

  async after(key: string, limit: number): Promise<TemporaryFile[]> {
    const behind = this.files
      .filter((file) => file.key > key)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    return behind.slice(0, limit).map((file) => ({ ...file }));
  }
}
