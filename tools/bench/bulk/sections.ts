import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { places } from './places.ts';
import type { Section } from './report.ts';

const folder = join(places.scratch, 'sections');
const order = ['sink', 'versitygw', 'holder'];

/** Keeps a section, so that the whole matrix, which takes hours, can be measured piece by piece. */
export function keepSection(section: Section): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${section.server}-${section.protocol}-${section.workload.name}.json`),
    JSON.stringify(section),
  );
}

/** All that were kept. Figures that are missing became `null` on the way. */
export function keptSections(): Section[] {
  const revive = (_: string, value: unknown): unknown => (value === null ? Number.NaN : value);
  const sections = readdirSync(folder).map(
    (file): Section => JSON.parse(readFileSync(join(folder, file), 'utf8'), revive),
  );
  return sections.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

const rank = ({ server, protocol, workload }: Section): string =>
  [
    order.indexOf(server),
    protocol,
    ['small', 'large', 'one', 'many', 'unchanged'].indexOf(workload.name),
  ].join();
