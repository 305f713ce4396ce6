import AppLayoutToolbar from '@cloudscape-design/components/app-layout-toolbar';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { useEffect } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useConfig } from '../api/config-context.ts';
import { useFollow } from '../parts/follow.ts';
import { FullPageState } from '../parts/full-page-state.tsx';
import { useSession } from '../session/session.ts';
import { type Crumb, crumbsOf } from './crumbs.ts';
import { Navigation } from './navigation.tsx';
import { TopBar } from './top-bar.tsx';

/** Every page's frame. An account in neither group of operators sees no further page. */
export const Shell = () => {
  const { role } = useSession();
  const { adminGroup, viewerGroup } = useConfig();
  const crumbs = crumbsOf(useLocation().pathname);
  const follow = useFollow();
  useDocumentTitle(crumbs);
  if (role === 'none')
    return (
      <>
        <TopBar />
        <FullPageState kind="refused" title="You are no operator">
          Ask an administrator to add you to the group {viewerGroup}, which sees everything, or{' '}
          {adminGroup}, which may change it. Then sign out and in again.
        </FullPageState>
      </>
    );
  return (
    <>
      <TopBar />
      <AppLayoutToolbar
        headerSelector="#top-bar"
        navigation={<Navigation />}
        breadcrumbs={<BreadcrumbGroup items={crumbs} onFollow={follow} />}
        content={<Outlet />}
        toolsHide
      />
    </>
  );
};

const useDocumentTitle = (crumbs: readonly Crumb[]): void => {
  const { stage } = useConfig();
  const title = `${crumbs.at(-1)?.text} · Keepsake ${stage}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
};
