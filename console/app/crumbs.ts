import { matchPath } from 'react-router';
import { visibleText } from '../words/visible-text.ts';
import { screens } from './screens.ts';

/** One step on the way to a page. */
export type Crumb = { text: string; href: string };

const maxLength = 60;

/** The way to a page: `Operations`, the list, the thing. */
export const crumbsOf = (pathname: string): Crumb[] => {
  const segments = pathname.split('/').filter(Boolean);
  const paths = segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`);
  return [{ text: 'Operations', href: '/' }, ...paths.flatMap(crumbAt)];
};

const crumbAt = (pathname: string): Crumb[] => {
  const entry = screens.find(({ path }) => matchPath(path, pathname));
  if (!entry) return [];
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  const text = entry.path.includes(':') ? shortText(decoded(last)) : entry.title;
  return [{ text, href: pathname }];
};

/** A long id loses its middle: the way to a page is one line. */
const shortText = (text: string): string => {
  const characters = Array.from(visibleText(text));
  if (characters.length <= maxLength) return characters.join('');
  const half = maxLength / 2;
  return `${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}`;
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
