import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Condition keys of PutEvents, which AWS fills in and the emulator does not. */
const unknownKey = /"events:(source|detail-type)"/;

/**
 * Adapts the policies in the templates of an assembly to the emulator, which enforces them. The
 * emulator knows no source and type of the events in a request, so conditions on them go. The
 * emulator authorizes a request for alarms on `*` only, so that statement allows `*`.
 * `test/lib/roles` evaluates the policies as they are on AWS.
 */
export const adaptPolicies = (assembly: string): void => {
  for (const file of globSync('*.template.json', { cwd: assembly })) {
    const template = path.join(assembly, file);
    const meetable = JSON.parse(readFileSync(template, 'utf8'), adapted);
    writeFileSync(template, JSON.stringify(meetable));
  }
};

/** A statement, or anything else in a template, as the emulator can meet it. */
const adapted = (name: string, value: unknown): unknown => {
  if (name === 'Condition' && unknownKey.test(JSON.stringify(value))) return undefined;
  return isAlarmList(value) ? { ...value, Resource: '*' } : value;
};

const isAlarmList = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  'Action' in value &&
  value.Action === 'cloudwatch:DescribeAlarms';
