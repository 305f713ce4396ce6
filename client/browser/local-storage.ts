import type { ResumeStore } from '../platform.ts';

/**
 * Keeps unfinished uploads in the browser's localStorage, where they survive a reload. Throws where
 * the page may not use localStorage.
 */
export const localStorageStore: ResumeStore = {
  get: async (key) => localStorage.getItem(key) ?? undefined,
  set: async (key, value) => localStorage.setItem(key, value),
  delete: async (key) => localStorage.removeItem(key),
};
