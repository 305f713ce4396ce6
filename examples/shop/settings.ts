/** Settings that the page's server writes into the page. */
type Settings = {
  /** The API's address. */
  apiUrl: string;
  /** The operators' console, where it runs. */
  consoleUrl?: string;
  /** Names of the sample files, below `samples/`. */
  samples: readonly string[];
  /** Payments go through Stripe's test mode. */
  hasStripe: boolean;
};

export const settings: Settings = JSON.parse(document.body.dataset.settings ?? '{}');

/** An order's page in the operators' console. */
export const consolePageOf = (orderId: string): string | undefined => {
  if (settings.consoleUrl === undefined) return undefined;
  const url = new URL(settings.consoleUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/orders/${orderId}`;
  return url.href;
};
