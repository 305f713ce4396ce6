import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../local/project-folder.ts';

/** A page of the site: its source from the project's folder, and its address without slashes. */
export type Entry = { source: string; slug: string };

/** A heading of the site's navigation with its pages. */
export type Group = { label: string; entries: readonly Entry[] };

const own = 'docs/site/pages';

/** Pages that are written for the site alone. */
const written = (folder: string, ...names: string[]): Entry[] =>
  names.map((name) => {
    const slug = path.posix.join(folder, name);
    return { source: `${own}/${slug}.md`, slug };
  });

/** Pages of docs/, under a folder of the site. */
const docs = (folder: string, ...names: string[]): Entry[] =>
  names.map((name) => ({ source: `docs/${name}.md`, slug: `${folder}/${path.basename(name)}` }));

const decisions = readdirSync(path.join(projectFolder, 'docs/decisions'))
  .sort()
  .map((file) => ({
    source: `docs/decisions/${file}`,
    slug: `decisions/${file.replace(/\.md$/, '')}`,
  }));

/** Pages that the site makes itself: the source is the table that the page is made of. */
export const generated = {
  cli: { source: 'cli/help/verbs.ts', slug: 'reference/cli' },
  schemas: { source: 'docs/events', slug: 'reference/event-schemas' },
  decisions: { source: 'docs/decisions', slug: 'decisions' },
} as const satisfies Record<string, Entry>;

/** The navigation, in its order. */
export const groups: readonly Group[] = [
  {
    label: 'Start',
    entries: [{ source: `${own}/index.md`, slug: 'index' }, ...written('.', 'tutorial')],
  },
  {
    label: 'Your backend',
    entries: [
      ...written('how-to', 'nextjs', 'express', 'django', 'rails', 'stripe'),
      { source: 'examples/django/README.md', slug: 'how-to/django-storage' },
    ],
  },
  {
    label: 'Move files in',
    entries: [
      ...written('how-to', 'from-a-disk', 'from-cloudinary', 'from-r2'),
      ...docs('how-to', 'bulk-migration', 'bulk/sources', 'bulk/in-your-database'),
      ...docs('how-to', 'older-systems', 'scale'),
    ],
  },
  {
    label: 'Run a stage',
    entries: [
      ...written('how-to', 'custom-domain'),
      ...docs('how-to', 'deploying', 'first-deploy', 'operating', 'console', 'runbook'),
      ...docs('how-to', 'scans', 'variants', 'aws/second-region', 'aws/front-door'),
      ...docs('how-to', 'aws/gradual-deployment', 'aws/own-keys', 'shop'),
    ],
  },
  {
    label: 'Reference',
    entries: [
      ...docs('reference', 'settings', 'api', 'refusals'),
      generated.cli,
      ...docs('reference', 'client'),
      { source: 'client/README.md', slug: 'reference/client-package' },
      { source: 'react/README.md', slug: 'reference/react' },
      { source: 'cdk/README.md', slug: 'reference/cdk' },
      { source: 'create/README.md', slug: 'reference/create' },
      ...docs('reference', 'events'),
      generated.schemas,
      ...docs('reference', 'payments', 'delivery', 'jobs', 'retention'),
      { source: 'CHANGELOG.md', slug: 'reference/changelog' },
    ],
  },
  {
    label: 'Explanation',
    entries: [
      ...docs('explanation', 'architecture'),
      ...written('explanation', 'guarantees', 'costs', 'limits'),
      { source: 'SECURITY.md', slug: 'explanation/security' },
      ...docs('explanation', 'aws/behaviour', 'emulator', 'dependencies', 'extending'),
      { source: 'CONTRIBUTING.md', slug: 'explanation/contributing' },
      generated.decisions,
    ],
  },
  {
    label: 'Measured',
    entries: ['results', 'uploads-results', 'bulk-results', 'delivery-results', 'aws-model'].map(
      (name) => ({ source: `tools/bench/${name}.md`, slug: `measured/${name}` }),
    ),
  },
];

/** Every page of the site. */
export const entries: readonly Entry[] = [
  ...groups.flatMap((group) => group.entries),
  ...decisions,
];

/** Addresses by source. */
export const slugs: ReadonlyMap<string, string> = new Map(
  entries.map(({ source, slug }) => [source, slug]),
);
