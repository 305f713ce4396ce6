import { readFileSync } from 'node:fs';
import { satteri } from '@astrojs/markdown-satteri';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import starlightLlmsTxt from 'starlight-llms-txt';
import starlightOpenAPI, { openAPISidebarGroups } from 'starlight-openapi';
import { cellLabels } from './src/cell-labels.mjs';

const built = new URL('../../dist/site/', import.meta.url);
const site = process.env.KEEPSAKE_SITE ?? 'https://keepsake.example.com';
const groups: { label: string; items: string[] }[] = JSON.parse(
  readFileSync(new URL('sidebar.json', built), 'utf8'),
);

/** `npm run site` writes the pages into dist/site first; no text is kept here. */
export default defineConfig({
  site,
  markdown: {
    // Punctuation stays as it is written: an option `--to` is no dash.
    processor: satteri({
      features: { smartPunctuation: false },
      hastPlugins: [cellLabels],
    }),
  },
  outDir: new URL('html', built).pathname,
  publicDir: new URL('public', built).pathname,
  integrations: [
    starlight({
      title: 'Keepsake',
      description: 'Files your customers paid for, kept.',
      customCss: ['./src/site.css'],
      credits: false,
      lastUpdated: false,
      plugins: [
        starlightOpenAPI([
          {
            base: 'reference/operations',
            schema: '../openapi.json',
            sidebar: {
              label: 'Routes of the API',
              collapsed: true,
              operations: { labels: 'path', badges: true },
            },
          },
        ]),
        starlightLlmsTxt({
          projectName: 'Keepsake',
          customSets: groups.map(({ label, items }) => ({ label, paths: items })),
          promote: ['index', 'tutorial'],
          exclude: [
            'decisions',
            'decisions/**',
            'measured/**',
            'reference/{changelog,event-schemas}',
          ],
          optionalLinks: [
            {
              label: 'OpenAPI',
              description: 'every route of the API',
              url: `${site}/openapi.json`,
            },
          ],
        }),
      ],
      sidebar: [...groups, ...openAPISidebarGroups],
    }),
  ],
});
