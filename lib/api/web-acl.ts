import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { routes } from '../../core/routes.ts';
import type { FrontDoorSettings } from './front-door-schema.ts';

const refusal = 'tooMany';
const countedSeconds = 300;

/** The API's own problem details, from where no code of ours runs. */
const tooMany = JSON.stringify({
  type: 'TooManyRequests',
  title: 'Too many requests',
  status: 429,
  detail: 'Your network address sent too many requests in five minutes. Wait, then go on.',
});

/**
 * Requests that CloudFront refuses before the API sees them: from addresses of ill repute, of known
 * attacks, and above the rate of one address. AWS's common rules stay out: they refuse bodies above
 * 8 kB and file names that look like markup, both of which honest customers send.
 */
export class WebAcl extends CfnWebACL {
  /** Its name in CloudWatch. */
  readonly metricName: string;

  constructor(
    scope: Construct,
    id: string,
    stage: string,
    limits: FrontDoorSettings['perAddress'],
  ) {
    const metricName = `keepsake-${stage}-front-door`;
    super(scope, id, {
      scope: 'CLOUDFRONT',
      description: `Keepsake ${stage}: front door`,
      defaultAction: { allow: {} },
      customResponseBodies: {
        [refusal]: { contentType: 'APPLICATION_JSON', content: tooMany },
      },
      rules: [
        managed(0, 'AWSManagedRulesAmazonIpReputationList'),
        managed(1, 'AWSManagedRulesKnownBadInputsRuleSet'),
        perAddress(2, { name: 'requests-per-address', limit: limits.requests }),
        perAddress(3, {
          name: 'sessions-per-address',
          limit: limits.sessions,
          of: newSessions(routes.createSession),
        }),
      ],
      visibilityConfig: measuredAs(metricName),
    });
    this.metricName = metricName;
  }
}

type Rule = CfnWebACL.RuleProperty;

const managed = (priority: number, name: string): Rule => ({
  name,
  priority,
  statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
  overrideAction: { none: {} },
  visibilityConfig: measuredAs(name),
});

/** Requests are not sampled: their addresses may carry a permalink's token. */
const measuredAs = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: false,
});

type Statement = CfnWebACL.StatementProperty;

type Counted = { name: string; limit: number; of?: Statement };

const perAddress = (priority: number, { name, limit, of }: Counted): Rule => ({
  name,
  priority,
  statement: {
    rateBasedStatement: {
      aggregateKeyType: 'IP',
      limit,
      evaluationWindowSec: countedSeconds,
      ...(of && { scopeDownStatement: of }),
    },
  },
  action: {
    block: {
      customResponse: {
        responseCode: 429,
        customResponseBodyKey: refusal,
        responseHeaders: [
          { name: 'retry-after', value: `${countedSeconds}` },
          // Without these a page's script sees a lost network. The answer tells nobody anything.
          { name: 'access-control-allow-origin', value: '*' },
          { name: 'access-control-expose-headers', value: 'retry-after' },
        ],
      },
    },
  },
  visibilityConfig: measuredAs(name),
});

const newSessions = ({ method, path }: { method: string; path: string }): Statement => ({
  andStatement: {
    statements: [exactly({ method: {} }, method), exactly({ uriPath: {} }, path)],
  },
});

const exactly = (
  field: CfnWebACL.FieldToMatchProperty,
  searchString: string,
): { byteMatchStatement: CfnWebACL.ByteMatchStatementProperty } => ({
  byteMatchStatement: {
    fieldToMatch: field,
    searchString,
    positionalConstraint: 'EXACTLY',
    // However the caller writes it: the API may decode a path before it routes.
    textTransformations: [
      { priority: 0, type: 'URL_DECODE' },
      { priority: 1, type: 'NORMALIZE_PATH' },
    ],
  },
});
