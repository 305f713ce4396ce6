import '@cloudscape-design/global-styles/index.css';
import './styles/console.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadConfig } from './api/config.ts';
import { App } from './app/app.tsx';
import { FullPageState } from './parts/full-page-state.tsx';
import { startTheme } from './parts/theme.ts';

const root = createRoot(document.querySelector('#root') ?? document.body);

startTheme();
loadConfig().then(
  (config) =>
    root.render(
      <StrictMode>
        <App config={config} />
      </StrictMode>,
    ),
  (error: unknown) =>
    root.render(
      <FullPageState kind="error" title="The console's settings could not be loaded">
        {String(error)} Load the page again. If it lasts, deploy the stage&rsquo;s Console stack.
      </FullPageState>,
    ),
);
