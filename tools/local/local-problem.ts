/** Something on this machine is in the way; the message says what, and what to do about it. */
export class LocalProblem extends Error {
  override readonly name = 'LocalProblem';
}
