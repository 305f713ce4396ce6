import { Page } from '../../parts/page.tsx';
export const Screen = () => <Page title="order" command={['stats']}>.</Page>;
