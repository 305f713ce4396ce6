/** Outputs needed outside the stacks: docs/deploying.md says what for. */
const noted = [
  'apiUrl',
  'apiDomainTarget',
  'distributionId',
  'distributionDomain',
  'eventBusName',
  'alertTopicArn',
  'userPoolId',
  'userPoolClientId',
] as const;

/** A line for each output of a stage to note, among some hundred that stacks hand to each other. */
export const notedOutputs = (stacks: readonly Readonly<Record<string, string>>[]): string => {
  const outputs: Record<string, string> = Object.assign({}, ...stacks);
  const width = Math.max(...noted.map((name) => name.length));
  return noted
    .filter((name) => name in outputs)
    .map((name) => `  ${name.padEnd(width)}  ${outputs[name]}\n`)
    .join('');
};
