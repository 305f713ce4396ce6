import { arch, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { buildConsole } from '../../../lib/operations/console-build.ts';
import { startChromium } from '../../../test/client/chromium.ts';
import { ConsoleServer } from '../../console/console-server.ts';
import { longLists, records } from './long-lists.ts';
import { type Costs, measure, type Subject, type Work } from './measure.ts';

const { values } = parseArgs({
  options: {
    /** Each page is turned and renewed so often. */
    repeats: { type: 'string', default: '10' },
    /** Only paths that contain this text. */
    only: { type: 'string', default: '/' },
  },
});

const subjects: readonly Subject[] = [
  { path: '/', shows: 'Kept for good' },
  { path: '/orders', shows: 'ord_0' },
  { path: '/uploads', shows: 'upl_0' },
  { path: '/batches/bat_1', shows: 'photos/0.jpg' },
  { path: '/jobs', shows: 'job_0' },
  { path: '/webhooks', shows: 'OrderMigrationCompleted' },
  { path: '/audit', shows: 'ord_0' },
  { path: '/storage', shows: 'category-0' },
];

const part = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');

const token = `${part({ alg: 'none' })}.${part({ sub: 'you', 'cognito:groups': ['admin'] })}.none`;

const cell = (work: Work | undefined): string =>
  work === undefined ? '–' : `${Math.round(work.scriptMs)} + ${Math.round(work.layoutMs)}`;

const rowOf = ({ path, opened, turned, renewed }: Costs): string => {
  const heap = `${Math.round(renewed.heapMiB)} MiB`;
  return `| \`${path}\` | ${[...[opened, turned, renewed].map(cell), heap].join(' | ')} |`;
};

const table = (costs: readonly Costs[]): string =>
  [
    `${records} records behind each list; ms of script + ms of style and layout.`,
    `${cpus()[0]?.model}, ${arch()}.`,
    '',
    '| page | opened | next page | renewed | heap |',
    '|---|---|---|---|---|',
    ...costs.map(rowOf),
  ].join('\n');

const [browser, folder] = await Promise.all([startChromium(), buildConsole()]);
const api = longLists();
const server = await new ConsoleServer({
  folder,
  config: { stage: 'prod', signIn: { kind: 'local' }, adminGroup: 'admin', viewerGroup: 'viewer' },
  fileOrigins: [],
  getToken: async () => token,
  api: (request, response, path) => api.handle(request, response, path),
}).start();
try {
  const costs: Costs[] = [];
  for (const subject of subjects.filter(({ path }) => path.includes(values.only))) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(server.signedInUrl);
    const setting = { page, origin: server.origin, repeats: Number(values.repeats) };
    costs.push(await measure(setting, subject));
    await context.close();
    process.stderr.write(`${costs.map(rowOf).at(-1)}\n`);
  }
  process.stdout.write(`${table(costs)}\n`);
} finally {
  await browser.close();
  await server.stop();
}
