import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { settings } from '../../../tools/settings/json-node.ts';
import { settingsPage, wordsIn } from '../../../tools/settings/settings-page.ts';
import { defaultOf, takes } from '../../../tools/settings/value-words.ts';

const page = readFileSync('docs/settings.md', 'utf8');

describe('the page of settings', () => {
  it('is that of the schema and of the defaults: npm run settings', () => {
    expect(settingsPage(page)).toBe(page);
  });

  it('says of every setting what it means and when to change it', () => {
    const words = wordsIn(page);
    expect(settings().length).toBeGreaterThan(120);
    const silent = settings().filter(({ path }) => words.get(path)?.some((text) => text === ''));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('loses a setting that is gone and shows one that is new', () => {
    const [first = ''] = page.match(/^\| `presignSeconds`.*\n/m) ?? [];
    const changed = page.replace(first, `${first}| \`gone\` | text | absent | a | b |\n`);
    expect(settingsPage(changed)).toBe(page);
    const without = settingsPage(page.replace(first, ''));
    expect(without).toContain('| `presignSeconds` | whole number, 1 to 3,600 | 900 |  |  |');
  });
});

describe('a setting', () => {
  const find = (wanted: string) => {
    const setting = settings().find(({ path }) => path === wanted);
    if (setting === undefined) throw new Error(`no ${wanted}`);
    return setting;
  };

  it.each([
    ['onRemoval', '`keep` or `remove`'],
    ['allowedOrigins', 'list of texts'],
    ['alertEmails', 'list of e-mail addresses'],
    ['sessionHours', 'whole number'],
    ['uploads.multipartBytes', 'bytes, 5 MiB to 5 GiB'],
    ['retention.policy', "`{ mode: 'auto', hours }` or `{ mode: 'manual' }`"],
    ['auth.issuer.audience', 'text or list of texts'],
    ['scan', 'the settings below'],
    ['console.domain', 'as `delivery.domain`'],
  ])('%s takes %s', (path, said) => {
    expect(takes(find(path))).toBe(said);
  });

  const stages = {
    prod: { sessionHours: 24, quotas: { owner: { bytes: 1024 ** 3 } }, alertEmails: [] },
    dev: { sessionHours: 1, quotas: { owner: { bytes: 1024 ** 3 } }, alertEmails: [] },
    local: { sessionHours: 1, quotas: { owner: { bytes: 5e6 } }, alertEmails: ['a@b.c'] },
  };

  it.each([
    ['sessionHours', '24 (dev, local: 1)'],
    ['quotas.owner.bytes', '1 GiB (local: 5 MB)'],
    ['alertEmails', 'none (local: `a@b.c`)'],
    ['scan', 'absent'],
    ['payment.webhooks.stripe.toleranceSeconds', '300'],
  ])('%s is by default %s', (path, said) => {
    expect(defaultOf(find(path), stages)).toBe(said);
  });
});
