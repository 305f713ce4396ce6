/** How long anything here is waited for, in ms: a loaded machine must not reach it. */
export const patienceMs = 600_000;
