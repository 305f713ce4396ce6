import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { defaultConfig, parseConfig } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';
import { everythingConfig, frontDoorConfig, replicaConfig } from './every-stack.ts';
import { apiOf } from './stacks/api-template.ts';
import { flatten, keepsake, propertiesOf, settingsIn, templatesOf } from './synthesize.ts';

type Resource = { id: string; Type: string; DeletionPolicy?: string; UpdateReplacePolicy?: string };

const stateful = ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable', 'AWS::Cognito::UserPool'];

const resourcesOf = (stage: string): Resource[] => {
  return Object.values(templatesOf(defaultConfig(stage))).flatMap((template) =>
    Object.entries(template.toJSON().Resources as Record<string, Resource>).map(
      ([id, resource]) => ({ ...resource, id }),
    ),
  );
};

// Our error pages, which every deployment writes again.
const isReplaceable = (id: string): boolean => id.startsWith('ErrorPages');

const policiesOf = (stage: string) =>
  resourcesOf(stage)
    .filter(({ Type, id }) => stateful.includes(Type) && !isReplaceable(id))
    .map(({ DeletionPolicy, UpdateReplacePolicy }) => `${DeletionPolicy} ${UpdateReplacePolicy}`);

/** Everything the rules say, with CDK's own among them, as `cdk synth` runs them. */
const findings = (stage: string | Config, spoil: (data: Stack) => void = () => {}): string => {
  delete process.env.CDK_VALIDATION;
  const { app, data } = keepsake(typeof stage === 'string' ? defaultConfig(stage) : stage);
  spoil(data);
  try {
    const { directory } = app.synth();
    return JSON.stringify(
      JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')).pluginReports,
    );
  } catch (error) {
    return String(error);
  }
};

describe('production', () => {
  it('keeps every bucket, table and user pool when the stack goes', () => {
    expect(new Set(policiesOf('prod'))).toEqual(new Set(['RetainExceptOnCreate Retain']));
  });

  it('protects tables and users from deletion, and the data stack from being destroyed', () => {
    const { data } = templatesOf(defaultConfig('prod'));
    for (const [, table] of propertiesOf(data, 'AWS::DynamoDB::GlobalTable'))
      expect(table.Replicas[0].DeletionProtectionEnabled).toBe(true);
    for (const [, pool] of propertiesOf(data, 'AWS::Cognito::UserPool'))
      expect(pool.DeletionProtection).toBe('ACTIVE');
    expect(keepsake(defaultConfig('prod')).data.terminationProtection).toBe(true);
  });

  it('offers no sign-in with a bare password: SRP, or a password and AWS credentials', () => {
    const [[, client] = ['', undefined]] = propertiesOf(
      templatesOf(defaultConfig('prod')).data,
      'AWS::Cognito::UserPoolClient',
    );
    expect(client.ExplicitAuthFlows).toEqual([
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ]);
    expect([client.AllowedOAuthFlows, client.CallbackURLs]).toEqual([undefined, undefined]);
  });
});

describe('the other stages', () => {
  it.each(['dev', 'local'])('%s can be destroyed', (stage) => {
    expect(new Set(policiesOf(stage))).toEqual(new Set(['Delete Delete']));
  });

  it.each(['prod', 'dev', 'local'])('%s never empties a bucket by itself', (stage) => {
    const custom = resourcesOf(stage).filter(({ Type }) => Type.startsWith('Custom::'));
    expect(
      custom.filter(({ Type, id }) => Type !== 'Custom::ErrorPage' || !isReplaceable(id)),
    ).toEqual([]);
  });
});

describe('a payment provider of its own', () => {
  const busName = 'aws.partner/stripe.com/ed_test/keepsake';
  const mapping = {
    orderId: 'detail.data.object.metadata.orderId',
    paymentId: 'detail.data.object.id',
    amountValue: 'detail.data.object.amount',
    currency: 'detail.data.object.currency',
    unit: 'minor' as const,
  };
  const prod = defaultConfig('prod');
  const payment = {
    ...prod.payment,
    eventBusName: busName,
    source: busName,
    detailType: 'payment_intent.succeeded',
    mapping,
  };
  const stage = parseConfig('prod', { ...prod, payment });
  const { service } = templatesOf(stage);
  const rules = new Map(propertiesOf(service, 'AWS::Events::Rule'));

  it('is heard on its partner bus, without code', () => {
    expect(rules.get('PaymentIntakePaymentRule')).toMatchObject({
      EventBusName: busName,
      EventPattern: { source: [busName], 'detail-type': ['payment_intent.succeeded'] },
    });
  });

  it('tells the functions where its fields are', () => {
    expect(settingsIn(stage)['receive-payment']?.payment).toEqual({
      ...mapping,
      filter: { startsWith: 'ord_' },
    });
  });

  it('does not move our own retries off our own bus', () => {
    expect(flatten(rules.get('PaymentIntakeRetryRule').EventBusName)).toBe('<Bus>');
  });
});

const issuer = {
  issuer: 'https://id.example',
  jwksUri: 'https://id.example/jwks',
  audience: 'keepsake',
};

describe('an issuer of its own', () => {
  const prod = defaultConfig('prod');
  const stage = parseConfig('prod', { ...prod, auth: { ...prod.auth, issuer } });
  const { data } = templatesOf(stage);

  it('replaces the Cognito pool', () => {
    expect(propertiesOf(data, 'AWS::Cognito::UserPool')).toEqual([]);
    expect(settingsIn(stage).authorizer?.auth).toEqual({
      issuer: issuer.issuer,
      jwksUri: issuer.jwksUri,
      audiences: ['keepsake'],
      adminGroup: 'admin',
      workerGroup: 'worker',
      viewerGroup: 'viewer',
    });
  });
});

describe('the local stage', () => {
  it('deploys nothing of CloudFront and needs no keys: the emulator has neither', () => {
    const { data, delivery } = keepsake(defaultConfig('local'), []);
    expect(delivery).toBeUndefined();
    expect(resourcesOf('local').filter(({ Type }) => Type.startsWith('AWS::CloudFront::'))).toEqual(
      [],
    );
    expect(JSON.stringify(Template.fromStack(data).toJSON())).not.toContain('cloudfront');
  });

  it('lets storage sign, so nobody may read a signing key', () => {
    expect(JSON.stringify(apiOf(templatesOf(defaultConfig('local'))).toJSON())).not.toMatch(
      /secretsmanager|DELIVERY_KEY_SECRET|keyPairId/,
    );
  });
});

describe('a stage without signing keys', () => {
  it.each(['prod', 'dev'])(
    '%s: gets no CloudFront, and synthesis says which command makes the keys',
    (stage) => {
      const { delivery, service } = keepsake(defaultConfig(stage), []);
      expect(delivery).toBeUndefined();
      const said = service.node.metadata.map(({ data }) => String(data));
      expect(said).toContainEqual(
        expect.stringContaining(`npm run rotate-delivery-key -- --stage ${stage}`),
      );
    },
  );
});

describe('rules', () => {
  it.each(['prod', 'dev', 'local'])(
    '%s: cdk-nag and CDK’s own validation have nothing to say',
    (stage) => {
      expect(findings(stage)).toBe('[]');
    },
  );

  it('have nothing to say about a stage that uses everything it may', () => {
    expect(findings(everythingConfig)).toBe('[]');
  });

  it('have nothing to say about a stage with a console and a front door', () => {
    expect(findings(frontDoorConfig)).toBe('[]');
  });

  it('have nothing to say about replicas, the stage’s own keys and another issuer', () => {
    const auth = { ...replicaConfig.auth, issuer };
    expect(findings(parseConfig('prod', { ...replicaConfig, auth, ownKeys: {} }))).toBe('[]');
  });

  describe('for a stage with two faults', () => {
    const said = findings('dev', (data) => {
      new Topic(data, 'Bad');
      new CfnQueue(data, 'Worse', { delaySeconds: 100_000, sqsManagedSseEnabled: true });
    });

    it('would stop a resource that cdk-nag objects to', () => {
      expect(said).toContain('AwsSolutions-SNS3');
    });

    it('would stop a property that CloudFormation does not know', () => {
      expect(said).toMatch(/Worse[\s\S]*DelaySeconds|DelaySeconds[\s\S]*Worse/);
    });
  });
});
