import { byId, element, fill } from './dom.ts';
import { fileText, orderText } from './model/words.ts';
import type { Seen } from './orders.ts';
import { consolePageOf } from './settings.ts';
import type { Step } from './step.ts';

/** Shows how far an order's migration is: the steps on one side, the files on the other. */
export const showSaga = (id: string, step: Step, { order, steps }: Seen): void => {
  const view = byId(id);
  view.hidden = false;
  fill(
    view,
    element('ol', { class: 'states' }, ...stepItems(steps)),
    element('ul', { class: 'files' }, ...fileItems(order)),
    ...consoleLink(order.orderId),
  );
  step.say(orderText(order));
};

const stepItems = (steps: Seen['steps']): HTMLElement[] => {
  const [first] = steps;
  if (!first) return [];
  const began = Date.parse(first.at);
  return steps.map(({ name, at }) =>
    element(
      'li',
      {},
      element('span', {}, name),
      element('span', { class: 'time' }, `+${Date.parse(at) - began} ms`),
    ),
  );
};

const fileItems = (order: Seen['order']): HTMLElement[] =>
  order.files.map((file) =>
    element(
      'li',
      { 'data-status': file.status },
      element('span', {}, file.role),
      element('span', { class: 'bar', 'aria-hidden': 'true' }),
      element('span', { class: 'state' }, fileText(file, order)),
    ),
  );

const consoleLink = (orderId: string): HTMLElement[] => {
  const href = consolePageOf(orderId);
  if (href === undefined) return [];
  const attributes = { href, target: '_blank', rel: 'noopener', class: 'console' };
  return [element('a', attributes, 'See this order as an operator does')];
};
