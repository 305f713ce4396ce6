/** The keys stay as they are; the message says why, and what to do. */
export class RotationRefused extends Error {
  override readonly name = 'RotationRefused';
}
