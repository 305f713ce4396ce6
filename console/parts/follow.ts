import { useNavigate } from 'react-router';

/** As much of Cloudscape's events of links as is needed here. */
type LinkEvent = {
  preventDefault(): void;
  detail: { href?: string | undefined; external?: boolean | undefined };
};

/** Follows links of Cloudscape's components inside the console, without loading the page again. */
export const useFollow = (): ((event: LinkEvent) => void) => {
  const navigate = useNavigate();
  return (event) => {
    const { href, external } = event.detail;
    if (!href?.startsWith('/') || external) return;
    event.preventDefault();
    void navigate(href);
  };
};

/** Goes to another page of the console. */
export const useGo = (): ((path: string) => void) => {
  const navigate = useNavigate();
  return (path) => void navigate(path);
};
