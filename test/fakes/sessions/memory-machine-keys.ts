import type { MachineKey } from '../../../core/sessions/model/machine-key.ts';
import type { MachineKeys } from '../../../core/sessions/ports.ts';

/** Machine keys in a map. Like the real table it does not hide expired ones. */
export class MemoryMachineKeys implements MachineKeys {
  readonly records = new Map<string, MachineKey>();

  async create(key: MachineKey): Promise<boolean> {
    if (this.records.has(key.name)) return false;
    this.records.set(key.name, structuredClone(key));
    return true;
  }

  async find(name: string): Promise<MachineKey | undefined> {
    return structuredClone(this.records.get(name));
  }

  async end(name: string): Promise<void> {
    this.records.delete(name);
  }
}
