import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { byService, type ServiceUse, type Through, throughServices } from './key-policy.ts';

/** A key that exists already. Its owner writes its policy; we only say what it needs. */
export class GivenKey extends Construct {
  readonly keyArn: string;
  readonly through: Through;
  readonly #uses: ServiceUse[] = [];

  constructor(scope: Construct, id: string, props: { keyArn: string; through: Through }) {
    super(scope, id);
    this.keyArn = props.keyArn;
    this.through = props.through;
  }

  allowService(use: ServiceUse): void {
    this.#uses.push(use);
  }

  /** What services of AWS do with it in their own name. */
  get byServices(): PolicyStatement[] {
    return this.#uses.map(byService);
  }
}

/**
 * What the policy of one given key must hold for all its purposes. Only DynamoDB makes grants, so
 * it has a statement of its own.
 */
export const neededStatements = (
  scope: Construct,
  keys: readonly GivenKey[],
): PolicyStatement[] => {
  const { true: granting = [], false: others = [] } = Object.groupBy(keys, (key) =>
    isGrant(key) ? 'true' : 'false',
  );
  return [
    ...[others, granting]
      .filter(({ length }) => length > 0)
      .map((group) => throughServices(scope, throughOf(group))),
    ...keys.flatMap(({ byServices }) => byServices),
  ];
};

const isGrant = ({ through }: GivenKey): boolean => through.services.includes('dynamodb');

const throughOf = (keys: readonly GivenKey[]): Through => ({
  services: [...new Set(keys.flatMap(({ through }) => through.services))],
  otherRegion: keys.find(({ through }) => through.otherRegion)?.through.otherRegion,
});
