/** The contract between infrastructure and code about challenges for people. Types only. */

/** How answers to challenges are verified. */
export type ChallengeSettings = {
  verifyUrl: string;
  /** The header that brings the answer, in lower case. */
  header: string;
  whenAway: 'refuse' | 'let pass';
  timeoutSeconds: number;
};
