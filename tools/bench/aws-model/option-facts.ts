import type { Template } from 'aws-cdk-lib/assertions';
import { runsOf } from './stage-facts.ts';

/** Numbers in the templates of a stage with every optional part. */
export type OptionFacts = {
  webAclRules: number;
  /** Runs at once of the consumers that only optional parts have. */
  consumerRuns: number;
  /** Runs at once that draw variants, a picture each. */
  variantRuns: number;
  auditIndexes: number;
  deliveryIndexes: number;
};

type Stacks = Readonly<
  Record<'data' | 'service' | 'webhooks' | 'variants' | 'frontDoor', Template>
>;

/** The numbers of a stage with every optional part; `plainRuns` are those of one without. */
export const optionFactsOf = (stacks: Stacks, plainRuns: number): OptionFacts => {
  const { data, service, webhooks, variants, frontDoor } = stacks;
  const all = [service, webhooks, variants].map(runsOf).reduce((sum, runs) => sum + runs, 0);
  return {
    webAclRules: rulesOf(frontDoor),
    consumerRuns: all - plainRuns,
    variantRuns: runsOf(variants),
    auditIndexes: indexesOf(data, /^AuditTable/),
    deliveryIndexes: indexesOf(data, /^DeliveriesTable/),
  };
};

const rulesOf = (frontDoor: Template): number => {
  const [acl] = Object.values(frontDoor.findResources('AWS::WAFv2::WebACL'));
  if (acl === undefined) throw new Error('The FrontDoor stack has no web ACL.');
  return acl.Properties.Rules.length;
};

const indexesOf = (data: Template, table: RegExp): number => {
  const found = Object.entries(data.findResources('AWS::DynamoDB::GlobalTable')).find(([id]) =>
    table.test(id),
  );
  if (found === undefined) throw new Error(`The Data stack has no table ${table}.`);
  return found[1].Properties.GlobalSecondaryIndexes.length;
};
