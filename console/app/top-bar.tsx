import TopNavigation, {
  type TopNavigationProps,
} from '@cloudscape-design/components/top-navigation';
import { useNavigate } from 'react-router';
import { useConfig } from '../api/config-context.ts';
import { themes, useTheme } from '../parts/theme.ts';
import { useSession } from '../session/session.ts';
import { FindField } from './find-field.tsx';

const roleNames = { admin: 'Administrator', viewer: 'Viewer', none: 'No operator' } as const;

/** The bar above every page: stage, find, theme, signed-in operator. */
export const TopBar = () => {
  const { stage } = useConfig();
  const navigate = useNavigate();
  const utilities = useUtilities();
  return (
    <header id="top-bar" className="keepsake-top-bar">
      <TopNavigation
        identity={{
          href: '/',
          title: `Keepsake · ${stage}`,
          onFollow: (event) => {
            event.preventDefault();
            void navigate('/');
          },
        }}
        search={<FindField />}
        utilities={utilities}
        i18nStrings={{
          searchIconAriaLabel: 'Find',
          searchDismissIconAriaLabel: 'Close',
          overflowMenuTriggerText: 'More',
          overflowMenuTitleText: 'All',
          overflowMenuBackIconAriaLabel: 'Back',
          overflowMenuDismissIconAriaLabel: 'Close',
        }}
      />
    </header>
  );
};

const useUtilities = (): TopNavigationProps.Utility[] => {
  const { name, role, signOut } = useSession();
  const [theme, setTheme] = useTheme();
  return [
    {
      type: 'menu-dropdown',
      text: name,
      description: roleNames[role],
      iconName: 'user-profile',
      items: [
        {
          id: 'theme',
          text: 'Theme',
          items: themes.map(({ id, text }) => ({
            id,
            text,
            itemType: 'checkbox' as const,
            checked: id === theme,
          })),
        },
        { id: 'sign-out', text: 'Sign out' },
      ],
      onItemClick: ({ detail: { id } }) => {
        if (id === 'sign-out') signOut();
        const chosen = themes.find((one) => one.id === id);
        if (chosen) setTheme(chosen.id);
      },
    },
  ];
};
