/** An id that AWS always answers with. Throws an error without it: the id '' would name nothing. */
export const requiredId = (value: string | undefined, name: string): string => {
  if (value) return value;
  throw new Error(`AWS answered without ${name}.`);
};
