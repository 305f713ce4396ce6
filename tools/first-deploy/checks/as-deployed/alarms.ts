import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { type Check, expectEqual, expectThat } from '../../check.ts';
import { alarmsNamed } from '../../stage/cloudwatch.ts';

/** Checks that alarms reach a person. */
export const alarmChecks: readonly Check[] = [
  {
    name: 'every dead-letter queue has an alarm that tells the alerts topic',
    remedy: 'deploy again: somebody changed the alarm by hand',
    async run(stage) {
      const named = (type: string, pattern: RegExp) =>
        stage.resources.filter(
          (resource) => resource.type === type && pattern.test(resource.logicalId),
        );
      const queues = named('AWS::SQS::Queue', /DeadLettersQueue/);
      const alarms = named('AWS::CloudWatch::Alarm', /DeadLettersAlarm/);
      expectThat(queues.length > 0, 'the Service stack has no dead-letter queue');
      expectEqual('the number of their alarms', alarms.length, queues.length);
      const described = await alarmsNamed(
        stage,
        alarms.map(({ physicalId }) => physicalId),
      );
      expectEqual('the number of alarms CloudWatch knows', described.length, alarms.length);
      for (const { AlarmName, ActionsEnabled, AlarmActions } of described)
        expectThat(
          ActionsEnabled && AlarmActions.includes(stage.alertTopicArn),
          `${AlarmName} does not tell the alerts topic`,
        );
      return `${alarms.length} alarms`;
    },
  },
  {
    name: 'somebody listens to the alerts topic',
    remedy:
      'add alertEmails in lib/config.ts and deploy, or subscribe a pager; then confirm the ' +
      'subscription (the e-mail AWS sent). AWS deletes one that nobody confirmed for 48 hours, ' +
      'and a deployment does not make it again: aws sns subscribe --topic-arn <alertTopicArn> ' +
      '--protocol email --notification-endpoint <address>',
    onlyAws: 'nobody reads its e-mail',
    async run({ sns, alertTopicArn }) {
      const { Subscriptions = [] } = await sns.send(
        new ListSubscriptionsByTopicCommand({ TopicArn: alertTopicArn }),
      );
      const others = Subscriptions.filter(
        ({ Endpoint }) => !Endpoint?.includes('keepsake-first-deploy-'),
      );
      const confirmed = others.filter(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'));
      expectThat(
        confirmed.length > 0,
        others.length > 0 ? `${others.length} subscriptions, none confirmed` : 'no subscription',
      );
      return `${confirmed.length} confirmed of ${others.length}`;
    },
  },
];
