import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { useSyncExternalStore } from 'react';

/** `system`: as this computer has it. */
export type Theme = 'system' | 'light' | 'dark';

/** The themes to choose from, and how they are called. */
export const themes: readonly { id: Theme; text: string }[] = [
  { id: 'system', text: 'As this computer' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];

const key = 'keepsake-theme';
const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

// Browsers that store nothing throw here.
const readTheme = (): Theme => {
  try {
    const stored = window.localStorage.getItem(key);
    return themes.find(({ id }) => id === stored)?.id ?? 'system';
  } catch {
    return 'system';
  }
};

let theme = readTheme();

/** Shows pages in the chosen theme, and follows the computer's own where it is chosen. */
export const startTheme = (): void => {
  applyTheme();
  darkSystem.addEventListener('change', applyTheme);
};

const applyTheme = (): void => {
  const isDark = theme === 'dark' || (theme === 'system' && darkSystem.matches);
  applyMode(isDark ? Mode.Dark : Mode.Light);
};

/** The chosen theme, and a function that chooses another. The console stores nothing else. */
export const useTheme = (): [Theme, (next: Theme) => void] => {
  const chosen = useSyncExternalStore(subscribe, () => theme);
  return [chosen, setTheme];
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const setTheme = (next: Theme): void => {
  theme = next;
  try {
    window.localStorage.setItem(key, next);
  } catch {
    // The choice lasts as long as the page.
  }
  applyTheme();
  for (const listener of listeners) listener();
};
