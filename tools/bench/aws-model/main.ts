import { writeFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig } from '../../../lib/config.ts';
import { modelText } from './model.ts';
import { optionFactsOf } from './option-facts.ts';
import { optionalStage } from './optional-stage.ts';
import { readRecordedFile } from './recorded-order.ts';
import { factsOf, withStacks } from './stage-facts.ts';

const facts = withStacks(defaultConfig('prod'), ({ service, operators }) =>
  factsOf({ service: Template.fromStack(service), operators: Template.fromStack(operators) }),
);
const options = withStacks(optionalStage, ({ data, service, webhooks, variants, frontDoor }) => {
  if (!webhooks || !variants || !frontDoor) throw new Error('An optional stack is missing.');
  const stacks = { data, service, webhooks, variants, frontDoor };
  const templates = Object.entries(stacks).map(([name, stack]) => [
    name,
    Template.fromStack(stack),
  ]);
  return optionFactsOf(Object.fromEntries(templates), facts.consumerRuns);
});
const text = modelText({ facts, options, recorded: readRecordedFile() });
writeFileSync(new URL('../aws-model.md', import.meta.url), text);
process.stdout.write(text);
