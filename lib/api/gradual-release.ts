import { Duration, Validations } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CfnApplication,
  CfnDeploymentConfig,
  CfnDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type CfnAlias, type IVersion } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { failuresOf, type Gradual, liveAlias } from '../shared/gradual-schema.ts';
import { allow } from '../shared/grants.ts';
import type { NodeFunction } from '../shared/node-function.ts';
import { RunbookAlarm } from '../shared/runbook-alarm.ts';

type ReleaseProps = {
  gradual: Gradual;
  /** The API whose errors roll a deployment back; or the alarm that tells of them already. */
  watch: { api: HttpApi; alerts: ITopic } | { alarm: Alarm };
};

/**
 * Aliases of a stack's functions behind the API, which CodeDeploy points at a new version step by
 * step. It rolls back when the API answers with server errors meanwhile: CloudFormation then rolls
 * the stack back.
 */
export class GradualRelease extends Construct {
  private readonly application: CfnApplication;
  private readonly deploymentConfig: CfnDeploymentConfig;
  private readonly role: Role;
  /** Tells of the API's errors within a minute. */
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, { gradual, watch }: ReleaseProps) {
    super(scope, id);
    const { percent: canaryPercentage, minutes: canaryInterval } = gradual;
    this.application = new CfnApplication(this, 'Application', { computePlatform: 'Lambda' });
    this.deploymentConfig = new CfnDeploymentConfig(this, 'Canary', {
      computePlatform: 'Lambda',
      trafficRoutingConfig: {
        type: 'TimeBasedCanary',
        timeBasedCanary: { canaryPercentage, canaryInterval },
      },
    });
    this.alarm = 'alarm' in watch ? watch.alarm : this.addAlarm(gradual, watch);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    });
    this.role.addToPolicy(new PolicyStatement(allow(['cloudwatch:DescribeAlarms'], '*')));
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'CodeDeploy asks about alarms without naming one, and versions have numbers.',
    });
  }

  private addAlarm(gradual: Gradual, { api, alerts }: { api: HttpApi; alerts: ITopic }): Alarm {
    return new RunbookAlarm(this, 'Errors', {
      name: 'deployment-api-errors',
      means: 'The API answers with server errors; a deployment under way is rolled back.',
      metric: api.metricServerError({ period: Duration.minutes(1), statistic: 'Sum' }),
      threshold: failuresOf(gradual),
      alerts,
    });
  }

  /** The function as requests reach it. */
  aliasOf({ lambda }: NodeFunction): Alias {
    const { id = 'Function' } = lambda.node.scope?.node ?? {};
    const arns = [lambda.functionArn, `${lambda.functionArn}:*`];
    this.role.addToPolicy(
      new PolicyStatement(
        allow(
          ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
          ...arns,
        ),
      ),
    );
    const alias = new Alias(this, `${id}-live`, {
      aliasName: liveAlias,
      version: lambda.currentVersion as IVersion,
    });
    const group = this.groupOf(id);
    // Its rights must be there before the first shift.
    group.node.addDependency(this.role);
    (alias.node.defaultChild as CfnAlias).cfnOptions.updatePolicy = {
      codeDeployLambdaAliasUpdate: {
        applicationName: this.application.ref,
        deploymentGroupName: group.ref,
      },
    };
    return alias;
  }

  private groupOf(id: string): CfnDeploymentGroup {
    return new CfnDeploymentGroup(this, `${id}-group`, {
      applicationName: this.application.ref,
      deploymentConfigName: this.deploymentConfig.ref,
      serviceRoleArn: this.role.roleArn,
      deploymentStyle: {
        deploymentType: 'BLUE_GREEN',
        deploymentOption: 'WITH_TRAFFIC_CONTROL',
      },
      alarmConfiguration: { enabled: true, alarms: [{ name: this.alarm.alarmName }] },
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
    });
  }
}
