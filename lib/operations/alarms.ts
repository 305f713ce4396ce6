import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { RunbookAlarm } from '../shared/runbook-alarm.ts';
import type { AlarmSpec } from './own-alarms.ts';

type AlarmsProps = { alerts: ITopic; specs: readonly AlarmSpec[] };

/** Alarms that all tell the same topic. */
export class Alarms extends Construct {
  readonly all: readonly RunbookAlarm[];

  constructor(scope: Construct, id: string, { alerts, specs }: AlarmsProps) {
    super(scope, id);
    this.all = specs.map((spec) => new RunbookAlarm(this, spec.name, { ...spec, alerts }));
  }
}
