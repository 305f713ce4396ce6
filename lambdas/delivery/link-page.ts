import type { FollowedLink, LinkedFile } from '../../core/delivery/follow-link.ts';
import { escapeHtml } from '../../core/shared/model/text.ts';
import { inlineTypes } from '../../core/storage/model/inline-types.ts';
import { servedName } from '../../core/uploads/model/served-name.ts';
import type { HttpAnswer } from '../shared/http.ts';
import { page } from './page.ts';
import { dayText, sizeText } from './page-words.ts';

/**
 * Several files behind one link, with their sizes and the day the link ends. The files' own URLs
 * live for minutes; the page says so, and leads to itself for fresh ones.
 */
export const linkPage = ({ files, expiresAt }: FollowedLink): HttpAnswer => {
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const until = files.map((file) => file.expiresAt).sort()[0] ?? expiresAt;
  const sum = `${files.length} files, ${sizeText(total)}.`;
  const content = [
    `<p>${sum} This link works until ${dayText(expiresAt)}.</p>`,
    `<ul>\n${files.map(item).join('\n')}\n</ul>`,
    `<p class="quiet">What is shown here can be opened until ${until.slice(11, 16)} UTC. ` +
      'After that, <a href="">open this page again</a>.</p>',
  ];
  return page(
    200,
    'Your files',
    content.join('\n'),
    files.map(({ url }) => new URL(url).origin),
  );
};

const item = (file: LinkedFile): string => {
  const name = `<bdi>${visibleName(servedName(file))}</bdi>`;
  return `<li>
<h2>${escapeHtml(file.role)}</h2>${player(file)}
<a href="${escapeHtml(file.url)}" rel="noreferrer">${name}</a>
<span class="quiet">${sizeText(file.sizeBytes)}</span>
</li>`;
};

/** Control and bidirectional characters, which disguise names. Legacy records may have them. */
const visibleName = (fileName: string): string =>
  escapeHtml(fileName.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd'));

/** Types that browsers show or play themselves, fetching only the ranges they play. */
const player = ({ contentType, url, role }: LinkedFile): string => {
  const source = `src="${escapeHtml(url)}"`;
  const label = `"${escapeHtml(role)}"`;
  const media = `controls preload="metadata" aria-label=${label} ${source}`;
  // A file that is served as an attachment is not shown here either.
  if (!inlineTypes.includes(contentType)) return '';
  if (contentType.startsWith('audio/')) return `\n<audio ${media}></audio>`;
  if (contentType.startsWith('video/')) return `\n<video playsinline ${media}></video>`;
  return contentType.startsWith('image/') ? `\n<img ${source} alt=${label}>` : '';
};
