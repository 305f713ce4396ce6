import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildPage, escapeText } from '../../../tools/local/shop/build-page.ts';

describe('the shop’s page', () => {
  it('holds the source of every step, as it is', async () => {
    const { html } = await buildPage();
    const files = [...html.matchAll(/data-source="([^"]+)"/g)].map(([, file = '']) => file);
    expect(files).toHaveLength(7);
    for (const file of files) expect(html).toContain(escapeText(readFileSync(file, 'utf8')));
  });

  it('has no script and no style of its own in the document, and no other origin', async () => {
    const { html, style } = await buildPage();
    const document = html.replace(/<code[^>]*>[\s\S]*?<\/code>/g, '');
    expect(document).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|https?:/);
    expect(document.match(/<script[^>]*>[^<]*/g)).toEqual(['<script type="module" src="shop.js">']);
    expect(style).not.toMatch(/url\(["']?https?:|@import/);
  });
});
