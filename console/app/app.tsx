import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { ApiProvider } from '../api/api-context.tsx';
import type { ConsoleConfig } from '../api/config.ts';
import { ConfigProvider } from '../api/config-context.ts';
import { createQueryClient } from '../api/query-client.ts';
import { SignIn } from '../session/sign-in.tsx';
import { createRouter } from './router.tsx';

/** The console of one stage. */
export const App = ({ config }: { config: ConsoleConfig }) => {
  const [queries] = useState(createQueryClient);
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <ConfigProvider value={config}>
        <SignIn config={config}>
          <ApiProvider>
            <QueryClientProvider client={queries}>
              <Pages />
            </QueryClientProvider>
          </ApiProvider>
        </SignIn>
      </ConfigProvider>
    </I18nProvider>
  );
};

/** The router reads the address once sign-in has restored it. */
const Pages = () => {
  const [router] = useState(createRouter);
  return <RouterProvider router={router} />;
};
