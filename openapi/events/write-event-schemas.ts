import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { busEvents, eventSchema, schemaFile } from './event-schemas.ts';

/**
 * Writes the schema of every event into a folder. Throws for a schema that differs from the one
 * there and has the same version: listeners tell schemas apart by their versions.
 */
export const writeEventSchemas = (folder: string, events = busEvents): void => {
  mkdirSync(folder, { recursive: true });
  const written = Object.entries(events).map(([detailType, event]) => {
    const name = schemaFile(detailType, event);
    const before = published(join(folder, name));
    const text = `${JSON.stringify(eventSchema(detailType, event), null, 2)}\n`;
    if (before !== undefined && before.text !== text && before.version === event.version)
      throw new Error(
        `${detailType}: the schema changed. Raise its version ${event.version} in openapi/events.`,
      );
    writeFileSync(join(folder, name), text);
    return name;
  });
  for (const name of readdirSync(folder))
    if (name.endsWith('.json') && !written.includes(name)) rmSync(join(folder, name));
};

const published = (file: string): { text: string; version: string } | undefined => {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  return { text, version: JSON.parse(text).info.version };
};
