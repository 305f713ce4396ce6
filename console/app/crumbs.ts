import { matchPath } from 'react-router';
import { screens } from './screens.ts';

/** One step on the way to a page. */
export type Crumb = { text: string; href: string };

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const crumbAt = (pathname: string): Crumb[] => {
  const entry = screens.find(({ path }) => matchPath(path, pathname));
  if (!entry) return [];
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  const text = entry.path.includes(':') ? decoded(last) : entry.title;
  return [{ text, href: pathname }];
};

/** The way to a page: `Operations`, the list, the thing. */
export const crumbsOf = (pathname: string): Crumb[] => {
  const segments = pathname.split('/').filter(Boolean);
  const paths = segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`);
  return [{ text: 'Operations', href: '/' }, ...paths.flatMap(crumbAt)];
};
