/** An element of the page by its id. */
export const byId = <T extends HTMLElement>(id: string): T => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element ${id}.`);
  return found as T;
};

type Attributes = Readonly<Record<string, string>>;

/** A new element with attributes and children; text stays text. */
export const element = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

/** Replaces an element's children, unless they look the same: a reader's place is kept. */
export const fill = (parent: Element, ...children: (Node | string)[]): void => {
  const next = parent.cloneNode(false) as Element;
  next.append(...children);
  if (next.innerHTML !== parent.innerHTML) parent.replaceChildren(...next.childNodes);
};
