import { createContext, useContext } from 'react';
import type { ConsoleConfig } from './config.ts';

const ConfigContext = createContext<ConsoleConfig | undefined>(undefined);

/** Gives its children the stage's settings. */
export const ConfigProvider = ConfigContext.Provider;

/** The stage's settings. */
export const useConfig = (): ConsoleConfig => {
  const config = useContext(ConfigContext);
  if (!config) throw new Error('There are no settings here.');
  return config;
};
