import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Condition keys of PutEvents, which AWS fills in and the emulator does not. */
const unknownKey = /"events:(source|detail-type)"/;

const isAlarmList = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  'Action' in value &&
  value.Action === 'cloudwatch:DescribeAlarms';

/** A statement, or anything else in a template, as the emulator can meet it. */
const withoutUnknown = (name: string, value: unknown): unknown => {
  if (name === 'Condition' && unknownKey.test(JSON.stringify(value))) return undefined;
  return isAlarmList(value) ? { ...value, Resource: '*' } : value;
};

/**
 * Drops from the templates of an assembly what the emulator, which enforces policies, does not know
 * of a request: the source and type of events, and that a list of alarms is a call on `alarm:*`.
 * `test/lib/roles` evaluates these conditions and resources instead.
 */
export const dropUnknownConditions = (assembly: string): void => {
  for (const file of globSync('*.template.json', { cwd: assembly })) {
    const template = path.join(assembly, file);
    const kept = JSON.parse(readFileSync(template, 'utf8'), withoutUnknown);
    writeFileSync(template, JSON.stringify(kept));
  }
};
