import type { VariantSize } from '../contract.ts';
import type { PinnedRef } from '../uploads/ports.ts';
import type { VariantType } from './model/variant.ts';

/** A finished picture: upright, in sRGB, without its original's metadata. */
export type DrawnPicture = {
  contentType: VariantType;
  widthPx: number;
  heightPx: number;
  bytes: Uint8Array;
};

/** Why bytes cannot be drawn: damaged, too many pixels, a format that the decoder lacks. */
export type Unreadable = { unreadable: string };

/** Draws smaller pictures. The same bytes and size give the same picture. */
export interface Pictures {
  draw(bytes: Uint8Array, size: VariantSize): Promise<DrawnPicture | Unreadable>;
}

/** A film in storage, as its record describes it. */
export type Film = PinnedRef & { sizeBytes: number; contentType: string };

/** Takes one frame of a film. */
export interface Frames {
  /** A frame as PNG. Throws `SourceMissing`. */
  take(film: Film): Promise<Uint8Array | Unreadable>;
}
