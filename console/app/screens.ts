import type { ComponentType } from 'react';

/** One screen: its path, the name that navigation and breadcrumbs show, and its code. */
export type ScreenEntry = {
  /** A path of the router. Its parameters are ids. */
  path: string;
  title: string;
  /** Where navigation lists it; screens of one thing are reached from their lists. */
  section?: 'work' | 'upkeep';
  load: () => Promise<{ Screen: ComponentType }>;
};

/** Every screen. A new one is one line here and a folder in `screens/`. */
export const screens: readonly ScreenEntry[] = [
  {
    path: '/',
    title: 'Overview',
    section: 'work',
    load: () => import('../screens/overview/overview-screen.tsx'),
  },
  {
    path: '/orders',
    title: 'Orders',
    section: 'work',
    load: () => import('../screens/orders/orders-screen.tsx'),
  },
  {
    path: '/orders/:id',
    title: 'Order',
    load: () => import('../screens/order/order-screen.tsx'),
  },
  { path: '/find', title: 'Find', load: () => import('../screens/find/find-screen.tsx') },
];
