import { fileTypeFromBuffer } from 'file-type';
import type { FileTypes } from '../../core/uploads/ports.ts';

/** Magic bytes, by the library that knows most of them. */
export class FileTypeSniffer implements FileTypes {
  async detect(firstBytes: Uint8Array): Promise<string | undefined> {
    const found = await fileTypeFromBuffer(firstBytes);
    // `audio/ogg; codecs=opus`
    return found?.mime.split(';')[0];
  }
}
