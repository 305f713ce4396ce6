import {
  type CloudWatchClient,
  type MetricAlarm,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { runbookWords } from '../../core/metric-names.ts';
import type { Alarm } from '../../core/operations/model/alarm.ts';
import type { Alarms } from '../../core/operations/ports.ts';
import { asking } from '../aws/aws-errors.ts';

/** A stage's alarms in the region of the client. `service` is the stage's, e.g. `keepsake-prod`. */
export class CloudWatchAlarms implements Alarms {
  readonly #client: CloudWatchClient;
  readonly #prefix: string;

  constructor(client: CloudWatchClient, service: string) {
    this.#client = client;
    this.#prefix = `${service}-`;
  }

  list(): Promise<Alarm[]> {
    return asking('list alarms', () => this.#all());
  }

  async #all(): Promise<Alarm[]> {
    const found: Alarm[] = [];
    const wanted = { AlarmNamePrefix: this.#prefix, AlarmTypes: ['MetricAlarm' as const] };
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms(
      { client: this.#client },
      wanted,
    ))
      found.push(...MetricAlarms.flatMap((alarm) => ownAlarm(this.#prefix, alarm)));
    return found;
  }
}

/**
 * An alarm of this stage. The prefix `keepsake-prod-` is also that of a stage `prod-eu`. So the
 * name must be the prefix and the runbook's section that the description links, and no more.
 */
const ownAlarm = (prefix: string, alarm: MetricAlarm): Alarm[] => {
  const { AlarmName, AlarmDescription } = alarm;
  const [means, runbook] = AlarmDescription?.split(runbookWords) ?? [];
  if (means === undefined || runbook === undefined) return [];
  const name = runbook.slice(runbook.lastIndexOf('#') + 1);
  if (AlarmName !== `${prefix}${name}`) return [];
  const since = (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.toISOString();
  return [{ name, state: stateOf(alarm), since, means, runbook }];
};

const stateOf = ({ StateValue }: MetricAlarm): Alarm['state'] => {
  if (StateValue === 'ALARM') return 'ringing';
  return StateValue === 'OK' ? 'quiet' : 'unsure';
};
