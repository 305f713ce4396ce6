import { Page } from '../../parts/page.tsx';
export const Screen = () => (
  <Page title="find" command={['stats']}>
    .
  </Page>
);
