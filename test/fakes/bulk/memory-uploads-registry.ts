import type { UploadsRegistry } from '../../../core/bulk/export/ports.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';

/** A registry of few uploads, in pages of two, in the order of their ids. */
export class MemoryUploadsRegistry implements UploadsRegistry {
  readonly uploads = new Map<string, Upload>();
  /** Runs after each page that was read, before it is answered. */
  onPage: () => void = () => undefined;

  readonly name: string;

  constructor(name = 'eu-west-1/uploads') {
    this.name = name;
  }

  put(...uploads: Upload[]): void {
    for (const upload of uploads) this.uploads.set(upload.uploadId, upload);
  }

  async page(after?: string): Promise<{ uploads: Upload[]; next?: string }> {
    const ids = [...this.uploads.keys()].sort().filter((id) => after === undefined || id > after);
    const uploads = ids.slice(0, 2).flatMap((id) => this.uploads.get(id) ?? []);
    this.onPage();
    const last = uploads.at(-1)?.uploadId;
    return { uploads, ...(ids.length > 2 && last !== undefined && { next: last }) };
  }
}
