let calls = 0;

/** How often this copy of the module was called. */
export const calledUntilNow = (): number => {
  calls += 1;
  return calls;
};
