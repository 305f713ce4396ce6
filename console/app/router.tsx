import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { BrokenScreen, UnknownPage } from './broken-screen.tsx';
import { type ScreenEntry, screens } from './screens.ts';
import { Shell } from './shell.tsx';

/** The router. Each screen's code is loaded when it is first shown. */
export const createRouter = () =>
  createBrowserRouter([
    {
      element: <Shell />,
      hydrateFallbackElement: <StatusIndicator type="loading">Loading the page</StatusIndicator>,
      children: [...screens.map(routeOf), { path: '*', element: <UnknownPage /> }],
    },
  ]);

const routeOf = ({ path, load }: ScreenEntry): RouteObject => ({
  path,
  errorElement: <BrokenScreen />,
  lazy: async () => ({ Component: (await load()).Screen }),
});
