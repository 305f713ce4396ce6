import type { Construct } from 'constructs';
import { GivenKey } from './given-key.ts';
import { OwnKey, type OwnKeyProps } from './own-key.ts';

/** A key that a stage encrypts with: its own, or one that the account has already. */
export type StageKey = OwnKey | GivenKey;

type StageKeyProps = OwnKeyProps & {
  /** ARN of a key that is there, to be used instead of making one. */
  keyArn: string | undefined;
};

/** The key for one purpose. */
export const stageKey = (scope: Construct, id: string, props: StageKeyProps): StageKey => {
  const { keyArn, through } = props;
  return keyArn === undefined
    ? new OwnKey(scope, id, props)
    : new GivenKey(scope, id, { keyArn, through });
};
