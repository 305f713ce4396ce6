import { Page } from '../../parts/page.tsx';
export const Screen = () => <Page title="orders" command={['stats']}>.</Page>;
