import { json, type Operator } from '../stage/operator.ts';

/** One value or several, as policies write them. */
export type Texts = string | string[];
type Conditions = Readonly<Record<string, Readonly<Record<string, Texts>>>>;

/** A statement of a key's policy, or of what it must hold. */
export type KeyStatement = {
  Effect: string;
  Principal?: string | Readonly<Record<string, Texts>>;
  NotPrincipal?: string | Readonly<Record<string, Texts>>;
  Action?: Texts;
  NotAction?: Texts;
  Condition?: Conditions;
};

/**
 * A key that the account has, as KMS describes it, and the statements of its policy. `manager`:
 * `CUSTOMER`, or `AWS` for a key such as `aws/s3`.
 */
export type AccountKey = {
  state: string;
  spec: string;
  manager: string;
  statements: readonly KeyStatement[];
};

type Metadata = { KeyMetadata: { KeyState: string; KeySpec: string; KeyManager: string } };

/** A key and its policy; KMS has one policy for each key, named `default`. */
export const readKey = async (kms: Operator, KeyId: string): Promise<AccountKey> => {
  const ask = <Answer>(operation: string, more: object = {}) =>
    json<Answer>(kms, 'kms', `TrentService.${operation}`, { KeyId, ...more });
  const { KeyMetadata } = await ask<Metadata>('DescribeKey');
  const { Policy } = await ask<{ Policy: string }>('GetKeyPolicy', { PolicyName: 'default' });
  const { Statement } = JSON.parse(Policy) as { Statement: KeyStatement | KeyStatement[] };
  const { KeyState: state, KeySpec: spec, KeyManager: manager } = KeyMetadata;
  return { state, spec, manager, statements: [Statement].flat() };
};
