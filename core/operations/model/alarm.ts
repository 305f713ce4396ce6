/**
 * State of an alarm. `ringing`: its metric is beyond the threshold. `unsure`: CloudWatch has too
 * few numbers to tell, as after a deployment.
 */
export const alarmStates = ['ringing', 'unsure', 'quiet'] as const;

/** An alarm of a stage. */
export type Alarm = {
  /** Name of the alarm, and of its section in the runbook, e.g. `orders-failing`. */
  name: string;
  state: (typeof alarmStates)[number];
  /** When it came into this state, ISO 8601. */
  since?: string | undefined;
  /** The problem behind it, as a sentence. */
  means: string;
  /** Its section in the runbook: a path or an address. */
  runbook: string;
};
