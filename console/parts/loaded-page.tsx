import SpaceBetween from '@cloudscape-design/components/space-between';
import { Loaded, type LoadedProps } from './loaded.tsx';
import { PageTurner } from './page-turner.tsx';

/** Shows a page of a list, with a way to the next one. */
export const LoadedPage = <T extends { cursor?: string }>({
  children,
  ...props
}: LoadedProps<T>) => (
  <Loaded {...props}>
    {(page) => (
      <SpaceBetween size="m">
        {children(page)}
        <PageTurner next={page.cursor} />
      </SpaceBetween>
    )}
  </Loaded>
);
