import type { LinkedFile } from '../../core/delivery/follow-link.ts';
import { inlineTypes } from '../../core/storage/model/inline-types.ts';
import { servedName } from '../../core/uploads/model/served-name.ts';
import type { HttpAnswer } from '../shared/http.ts';
import { escapeHtml, page } from './page.ts';

/**
 * Control and bidirectional characters make a name look like another one; legacy records may hold
 * them.
 */
const visibleName = (fileName: string): string =>
  escapeHtml(fileName.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd'));

const player = ({ contentType, url, role }: LinkedFile): string => {
  const source = `src="${escapeHtml(url)}"`;
  // A file that is served as an attachment is not shown here either.
  if (!inlineTypes.includes(contentType)) return '';
  if (contentType.startsWith('audio/'))
    return `\n<audio controls preload="metadata" ${source}></audio>`;
  if (contentType.startsWith('video/'))
    return `\n<video controls preload="metadata" ${source}></video>`;
  return contentType.startsWith('image/') ? `\n<img ${source} alt="${escapeHtml(role)}">` : '';
};

const item = (file: LinkedFile): string => {
  const name = `<bdi>${visibleName(servedName(file))}</bdi>`;
  return `<li>
<h2>${escapeHtml(file.role)}</h2>
<a href="${escapeHtml(file.url)}" rel="noreferrer">${name}</a>${player(file)}
</li>`;
};

/**
 * Several files behind one link. Their URLs live for minutes; the page says so, the link itself
 * does not expire with them.
 */
export const linkPage = (files: readonly LinkedFile[]): HttpAnswer => {
  const until = files.map(({ expiresAt }) => expiresAt).sort()[0] ?? '';
  const note =
    `<p>What is shown here can be opened until ${until.slice(11, 16)} UTC; after that, open ` +
    'this page again.</p>';
  const list = `<ul>\n${files.map(item).join('\n')}\n</ul>`;
  return page(
    200,
    'Your files',
    `${list}\n${note}`,
    files.map(({ url }) => new URL(url).origin),
  );
};
