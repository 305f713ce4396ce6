/** The checks cannot even begin; the message says what is in the way, and what to do about it. */
export class FirstDeployProblem extends Error {
  override readonly name = 'FirstDeployProblem';
}
