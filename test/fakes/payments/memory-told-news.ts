import type { ToldNews } from '../../../core/payments/ports.ts';

/** Keeps the keys of what was told. */
export class MemoryToldNews implements ToldNews {
  readonly keys = new Map<string, Date>();

  async has(key: string): Promise<boolean> {
    return this.keys.has(key);
  }

  async add(key: string, keepUntil: Date): Promise<void> {
    this.keys.set(key, keepUntil);
  }
}
