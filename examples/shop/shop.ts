import { createClient } from '@keepsake/client';
import { byId } from './dom.ts';
import { alone, forget, note, onMemory, remember } from './memory.ts';
import { Orders } from './orders.ts';
import { settings } from './settings.ts';
import type { Shop } from './shop-parts.ts';
import { cardStep } from './steps/card-step.ts';
import { failStep } from './steps/fail-step.ts';
import { orderStep } from './steps/order-step.ts';
import { payStep } from './steps/pay-step.ts';
import { proofStep } from './steps/proof-step.ts';
import { sagaStep } from './steps/saga-step.ts';
import { uploadStep } from './steps/upload-step.ts';

// A visitor who looks at the page waits for seconds, not for minutes.
const retry = { attempts: 4, baseMs: 250, capMs: 2_000, patienceMs: 20_000 };

/** One anonymous session per browser: a reload finds its own uploads and orders again. */
const tokenOfVisit = (rejected?: string): Promise<string> =>
  alone('visit', async () => {
    const known = remember().token;
    if (known !== undefined && known !== rejected) return known;
    const { token } = await createClient({ baseUrl: settings.apiUrl, retry }).createSession();
    note({ token });
    return token;
  });

const keepsake = createClient({ baseUrl: settings.apiUrl, token: tokenOfVisit, retry });
const shop: Shop = { keepsake, orders: new Orders(keepsake, () => render()) };
const steps = [uploadStep, orderStep, payStep, sagaStep, proofStep, cardStep, failStep].map(
  (open) => open(shop),
);

const render = (memory = remember()): void => {
  for (const show of steps) show(memory);
};

byId('start-over').onclick = () => {
  forget();
  location.assign(location.pathname);
};
onMemory(render);
