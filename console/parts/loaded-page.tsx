import SpaceBetween from '@cloudscape-design/components/space-between';
import { Loaded, type LoadedProps } from './loaded.tsx';
import { PageTurner, type TurnerProps } from './page-turner.tsx';

/** Shows a page of a list, with a way to the next one, which stays while a page loads. */
export const LoadedPage = <T extends { cursor?: string }>(props: LoadedProps<T> & TurnerProps) => (
  <SpaceBetween size="m">
    <Loaded {...props} />
    <PageTurner query={props.query} />
  </SpaceBetween>
);
