/** The checks cannot even begin; the message tells the obstacle and the remedy. */
export class FirstDeployProblem extends Error {
  override readonly name = 'FirstDeployProblem';
}
