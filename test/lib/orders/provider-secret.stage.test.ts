import { describe, expect, it } from '@jest/globals';
import { secretVersionContext } from '../../../lib/orders/provider-secret.ts';
import { everythingConfig } from '../every-stack.ts';
import { flatten, propertiesOf, templatesOf } from '../synthesize.ts';

const secretName = 'keepsake/prod/payment-provider';

const credentials = (context: Record<string, string>): string[] => {
  const { refunds } = templatesOf(everythingConfig, undefined, context);
  if (refunds === undefined) throw new Error('this stage has refunds');
  return propertiesOf(refunds, 'AWS::Events::Connection').map(([, { AuthParameters }]) =>
    flatten(AuthParameters.ApiKeyAuthParameters.ApiKeyValue),
  );
};

describe('a rotated secret of a payment provider', () => {
  // CloudFormation resolves a dynamic reference again only when its text differs.
  it('changes the reference of every connection, so that CloudFormation reads it again', () => {
    const of = (version: string) => credentials({ [secretVersionContext(secretName)]: version });
    expect(of('before')).toEqual(
      Array(2).fill(`{{resolve:secretsmanager:${secretName}:SecretString:::before}}`),
    );
    expect(of('after')).not.toEqual(of('before'));
  });
});
