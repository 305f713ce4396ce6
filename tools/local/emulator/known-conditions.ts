import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Condition keys of PutEvents, which AWS fills in and the emulator does not. */
const unknownKey = /"events:(source|detail-type)"/;

/** A statement, or anything else in a template, without a condition that the emulator cannot meet. */
const withoutUnknown = (name: string, value: unknown): unknown =>
  name === 'Condition' && unknownKey.test(JSON.stringify(value)) ? undefined : value;

/**
 * Drops conditions on the source and type of events from the templates of an assembly. The emulator
 * enforces policies, but its requests to EventBridge have no such keys, so no function could
 * publish. `test/lib/roles` evaluates these conditions instead.
 */
export const dropUnknownConditions = (assembly: string): void => {
  for (const file of globSync('*.template.json', { cwd: assembly })) {
    const template = path.join(assembly, file);
    const kept = JSON.parse(readFileSync(template, 'utf8'), withoutUnknown);
    writeFileSync(template, JSON.stringify(kept));
  }
};
