import { Page } from '../../parts/page.tsx';
export const Screen = () => (
  <Page title="Overview" command={['stats']}>
    .
  </Page>
);
