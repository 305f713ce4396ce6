import SideNavigation, {
  type SideNavigationProps,
} from '@cloudscape-design/components/side-navigation';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Attention } from '@keepsake/client/operator';
import { useLocation } from 'react-router';
import { usePolled } from '../api/polling.ts';
import { useFollow } from '../parts/follow.ts';
import { attentionText } from '../words/attention-words.ts';
import { type ScreenEntry, screens } from './screens.ts';

/** The list of screens on the left. */
export const Navigation = () => {
  const { pathname } = useLocation();
  const follow = useFollow();
  // The overview asks the same; both share the answer.
  const { data } = usePolled({
    key: ['attention'],
    ask: (api, signal) => api.attention({}, signal),
  });
  return (
    <SideNavigation
      header={{ text: 'Operations', href: '/' }}
      items={[...linksIn('work', data), { type: 'divider' }, ...linksIn('upkeep', data)]}
      activeHref={activeHref(pathname)}
      onFollow={follow}
    />
  );
};

const linksIn = (
  section: ScreenEntry['section'],
  attention: Attention | undefined,
): SideNavigationProps.Item[] =>
  screens
    .filter((screen) => screen.section === section)
    .map(({ path, title }) => ({
      type: 'link',
      text: title,
      href: path,
      info: path === '/orders' ? orderInfo(attention) : undefined,
    }));

/** Beside "Orders": how many need a person; nothing if none does. */
const orderInfo = (attention: Attention | undefined) => {
  const text = attention && attentionText(attention);
  return text && <StatusIndicator type="error">{text}</StatusIndicator>;
};

/** `/orders/ord_1` belongs to `/orders`. */
const activeHref = (pathname: string): string => pathname.split('/', 2).join('/');
