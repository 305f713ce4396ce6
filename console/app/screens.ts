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
  {
    path: '/uploads',
    title: 'Uploads',
    section: 'work',
    load: () => import('../screens/uploads/uploads-screen.tsx'),
  },
  {
    path: '/uploads/:id',
    title: 'Upload',
    load: () => import('../screens/upload/upload-screen.tsx'),
  },
  {
    path: '/links',
    title: 'Links',
    section: 'work',
    load: () => import('../screens/links/links-screen.tsx'),
  },
  {
    path: '/batches',
    title: 'Batches',
    section: 'upkeep',
    load: () => import('../screens/batches/batches-screen.tsx'),
  },
  {
    path: '/batches/new',
    title: 'New batch',
    load: () => import('../screens/new-batch/new-batch-screen.tsx'),
  },
  {
    path: '/batches/:id',
    title: 'Batch',
    load: () => import('../screens/batch/batch-screen.tsx'),
  },
  {
    path: '/jobs',
    title: 'Jobs',
    section: 'upkeep',
    load: () => import('../screens/jobs/jobs-screen.tsx'),
  },
  { path: '/jobs/:id', title: 'Job', load: () => import('../screens/job/job-screen.tsx') },
  {
    path: '/webhooks',
    title: 'Webhooks',
    section: 'upkeep',
    load: () => import('../screens/webhooks/webhooks-screen.tsx'),
  },
  {
    path: '/webhooks/:id',
    title: 'Delivery',
    load: () => import('../screens/webhook/webhook-screen.tsx'),
  },
  {
    path: '/dead-letters',
    title: 'Dead letters',
    section: 'upkeep',
    load: () => import('../screens/dead-letters/dead-letters-screen.tsx'),
  },
  {
    path: '/dead-letters/:queue',
    title: 'Dead-letter queue',
    load: () => import('../screens/dead-letter-queue/dead-letter-queue-screen.tsx'),
  },
  {
    path: '/maintenance',
    title: 'Maintenance',
    section: 'upkeep',
    load: () => import('../screens/maintenance/maintenance-screen.tsx'),
  },
  {
    path: '/storage',
    title: 'Storage',
    section: 'upkeep',
    load: () => import('../screens/storage/storage-screen.tsx'),
  },
  {
    path: '/audit',
    title: 'Audit',
    section: 'upkeep',
    load: () => import('../screens/audit/audit-screen.tsx'),
  },
  { path: '/me', title: 'You', load: () => import('../screens/me/me-screen.tsx') },
  { path: '/find', title: 'Find', load: () => import('../screens/find/find-screen.tsx') },
];
