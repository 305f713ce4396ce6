/**
 * Base64 of 8 or 32 bytes, in its one spelling: the bits after the last byte are 0. Other spellings
 * decode to the same bytes, and no checksum that storage answers is equal to them.
 */
export const base64Of = (bytes: 8 | 32): RegExp =>
  new RegExp(`^[A-Za-z0-9+/]{${Math.floor((bytes * 4) / 3)}}[AEIMQUYcgkosw048]=$`);
