import {
  type App,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyViolation,
  Validations,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/**
 * cdk-nag's AwsSolutions rules, where acknowledging a rule covers its findings on that resource.
 * cdk-nag itself wants each finding by its resolved ARN, which for another stack's bucket exists
 * only after synthesis.
 */
export class NagChecks implements IPolicyValidationPlugin {
  readonly name = 'AwsSolutions';
  private readonly app: App;
  private readonly checks: AwsSolutionsChecks;

  constructor(app: App) {
    this.app = app;
    this.checks = new AwsSolutionsChecks(app, { verbose: true });
  }

  validate(context: IPolicyValidationContext) {
    const violations = this.checks
      .validate(context)
      .violations.flatMap((violation) => this.open(violation));
    return { success: violations.length === 0, violations };
  }

  private open(violation: PolicyViolation): PolicyViolation[] {
    const violatingResources = violation.violatingResources.filter(
      ({ constructPath }) =>
        constructPath === undefined ||
        !this.acknowledged(constructPath, ruleOf(violation.ruleName)),
    );
    return violatingResources.length === 0 ? [] : [{ ...violation, violatingResources }];
  }

  private acknowledged(path: string, rule: string): boolean {
    const resource = constructAt(this.app, path);
    return resource?.node.scopes.some((scope) => acknowledges(scope, rule)) ?? false;
  }
}

const ruleOf = (finding: string): string => finding.replace(/\[.*\]$/s, '');

const constructAt = (app: App, path: string): IConstruct | undefined =>
  path
    .split('/')
    .reduce<IConstruct | undefined>((parent, id) => parent?.node.tryFindChild(id), app);

const acknowledges = ({ node }: IConstruct, rule: string): boolean =>
  node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .some(({ data }) => Object.keys(data).some((id) => id.replace(/^annotation::/i, '') === rule));
