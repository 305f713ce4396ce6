import SideNavigation, {
  type SideNavigationProps,
} from '@cloudscape-design/components/side-navigation';
import { useLocation } from 'react-router';
import { useFollow } from '../parts/follow.ts';
import { type ScreenEntry, screens } from './screens.ts';

const linksIn = (section: ScreenEntry['section']): SideNavigationProps.Item[] =>
  screens
    .filter((screen) => screen.section === section)
    .map(({ path, title }) => ({ type: 'link', text: title, href: path }));

const items: SideNavigationProps.Item[] = [
  ...linksIn('work'),
  { type: 'divider' },
  ...linksIn('upkeep'),
];

/** `/orders/ord_1` belongs to `/orders`. */
const activeHref = (pathname: string): string => `/${pathname.split('/')[1] ?? ''}`;

/** The list of screens on the left. */
export const Navigation = () => {
  const { pathname } = useLocation();
  const follow = useFollow();
  return (
    <SideNavigation
      header={{ text: 'Operations', href: '/' }}
      items={items}
      activeHref={activeHref(pathname)}
      onFollow={follow}
    />
  );
};
