/**
 * The fault of a call to AWS: nothing is sent; the answer is lost after the effect; or the answer
 * is lost and the SDK repeats the request, which then meets its own effect.
 */
export const faultKinds = ['before', 'after', 'resent'] as const;
export type FaultKind = (typeof faultKinds)[number];

/**
 * Calls are named by service, operation and file (`S3 CopyObject photo`) and counted by name, so
 * they are the same in every run: from the beginning, and from the beginning of each try of a step.
 */
export type Call = { name: string; nth: number; step: number; nthInTry: number };

/** One call as it is written in a test's output: `S3 CopyObject photo #1`. */
export const spelled = ({ name, nth }: Call): string => `${name} #${nth}`;

/** Where a call is, however often steps before it were tried: `7: S3 CopyObject photo #1`. */
export const placed = ({ step, name, nthInTry }: Call): string => `${step}: ${name} #${nthInTry}`;

/** `S3 CopyObject` */
export const operationOf = ({ name }: Call): string => name.split(' ').slice(0, 2).join(' ');

/**
 * Which calls go wrong, how, and how many of them; with `fromPayment`, none before the payment
 * arrives.
 */
export type Fault = {
  strikes: (call: Call) => boolean;
  kind: FaultKind;
  times: number;
  fromPayment?: boolean;
};

/** This very call. */
export const at = (call: Call, kind: FaultKind): Fault => ({
  strikes: (other) => spelled(other) === spelled(call),
  kind,
  times: 1,
});

/** This very call, also when another step was tried again before. */
export const placedAt = (call: Call, kind: FaultKind): Fault => ({
  ...at(call, kind),
  strikes: (other) => placed(other) === placed(call),
});

/**
 * Every call, in groups that one story can take: one call of each step at most, and of no two steps
 * that follow each other, so that a step with a fault comes after one without.
 */
export const apart = (calls: readonly Call[]): Call[][] => {
  const steps = [...Map.groupBy(calls, ({ step }) => step).values()];
  return [0, 1].flatMap((half) => {
    const others = steps.filter((_, index) => index % 2 === half);
    const longest = Math.max(...others.map(({ length }) => length));
    return Array.from({ length: longest }, (_, nth) =>
      others.flatMap((step) => step.slice(nth, nth + 1)),
    );
  });
};

/** This call and those of its name that follow, so many in all. */
export const outageFrom = (call: Call, times: number): Fault => ({
  strikes: ({ name, nth }) => name === call.name && nth >= call.nth,
  kind: 'before',
  times,
});

/** Every call of an operation once the order is paid, until it is healed. */
export const blackout = (operation: string): Fault => ({
  strikes: (call) => operationOf(call) === operation,
  kind: 'before',
  times: Number.POSITIVE_INFINITY,
  fromPayment: true,
});

const counted = (counts: Map<string, number>, name: string): number => {
  const nth = (counts.get(name) ?? 0) + 1;
  counts.set(name, nth);
  return nth;
};

/** Counts the calls of one story and says which of them go wrong. */
export class FaultPlan {
  readonly calls: Call[] = [];
  readonly struck: Call[] = [];
  readonly #faults: { fault: Fault; left: number }[];
  readonly #counts = new Map<string, number>();
  readonly #countsOfTry = new Map<string, number>();
  #step = 0;
  #paid = false;

  constructor(faults: readonly Fault[]) {
    this.#faults = faults.map((fault) => ({ fault, left: fault.times }));
  }

  /** Whether the SDK may send a request again by itself. */
  get resends(): boolean {
    return this.#faults.some(({ fault }) => fault.kind === 'resent');
  }

  beginStep(): void {
    this.#step += 1;
  }

  beginTry(): void {
    this.#countsOfTry.clear();
  }

  /** Begins a call. Its fault is looked up each time it is sent. */
  begin(name: string): Call {
    const [nth, nthInTry] = [counted(this.#counts, name), counted(this.#countsOfTry, name)];
    const call = { name, nth, step: this.#step, nthInTry };
    this.calls.push(call);
    return call;
  }

  meet(call: Call): FaultKind | undefined {
    const due = this.#faults.find(
      ({ fault, left }) => left > 0 && fault.strikes(call) && (this.#paid || !fault.fromPayment),
    );
    if (!due) return undefined;
    due.left -= 1;
    this.struck.push(call);
    return due.fault.kind;
  }

  paymentArrives(): void {
    this.#paid = true;
  }

  /** Nothing goes wrong any more. */
  heal(): void {
    this.#faults.length = 0;
  }
}
