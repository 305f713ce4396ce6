import { readFileSync } from 'node:fs';

type Option = { alias?: string };
type Options = Readonly<Record<string, Option>>;

/** What the CDK's command line takes, in its own words. */
const registry: { globalOptions: Options; commands: Record<string, { options?: Options }> } =
  JSON.parse(readFileSync('node_modules/aws-cdk/lib/cli/cli-type-registry.json', 'utf8'));

/** What is wrong with the words after `cdk`, or nothing. */
export const faultOfCdk = ([verb = '', ...words]: readonly string[]): string[] => {
  const command = registry.commands[verb];
  if (command === undefined) return [`cdk has no verb ${verb}`];
  const options = { ...registry.globalOptions, ...command.options };
  const taken = Object.entries(options).flatMap(([name, { alias }]) => [name, alias]);
  return words
    .flatMap((word) => /^--?(?:no-)?([a-z][\w-]*)/.exec(word)?.[1] ?? [])
    .filter((name) => !taken.includes(name))
    .map((name) => `cdk ${verb} has no option ${name}`);
};
