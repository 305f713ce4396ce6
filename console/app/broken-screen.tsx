import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useRouteError } from 'react-router';
import { PageLink } from '../parts/page-link.tsx';

/** In place of a screen that failed to load or to show itself. */
export const BrokenScreen = () => {
  const error = useRouteError();
  return (
    <Alert
      type="error"
      header="This page could not be shown"
      action={<Button onClick={() => window.location.reload()}>Load again</Button>}
    >
      {error instanceof Error ? error.message : 'No reason was given.'} After a deployment, loading
      the page again helps. The command line shows the same: keepsake --help.
    </Alert>
  );
};

/** For a path that leads nowhere. */
export const UnknownPage = () => (
  <Alert type="info" header="There is no such page">
    Choose one on the left, or look at <PageLink href="/">what needs a person first</PageLink>.
  </Alert>
);
