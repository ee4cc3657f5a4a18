/** @file Run sets: runs that were started together, and how they are spread over workers. */

/** A run that is held: its weights live in some worker. */
export interface HeldRun {
  /** `arm/replicate`, as the trainer was told. */
  readonly name: string;
  /** What its curve is kept under. */
  readonly key: string;
  /** The step of the checkpoint that it goes on from; absent where it begins at its seed. */
  readonly from_step?: number;
}

/** The runs of a set that one worker trains in lockstep. */
export interface Share {
  readonly worker: number;
  readonly runs: readonly HeldRun[];
  /** Steps taken so far. */
  readonly step: number;
}

/** Runs that were started together from one link. */
export interface RunSet {
  readonly run_set_id: number;
  /** The link that started it. */
  readonly link: string;
  /** Epochs it may train, raised by Continue. */
  readonly epochs: number;
  /** Changes of drop probabilities while training, as in the link. */
  readonly then: string;
  readonly shares: readonly Share[];
}

/** All keys that are held. */
export function heldKeys(run_sets: readonly RunSet[]): Set<string> {
  return new Set(run_sets.flatMap((set) => set.shares.flatMap((share) => share.runs.map((run) => run.key))));
}

/** Only what is still wanted; what stays the same stays the same object. */
export function retainRuns(run_sets: readonly RunSet[], wanted: ReadonlySet<string>): readonly RunSet[] {
  const retained = run_sets.map((set) => retainShares(set, wanted)).filter((set) => set.shares.length > 0);
  const same = retained.length === run_sets.length && retained.every((set, index) => set === run_sets[index]);
  return same ? run_sets : retained;
}

function retainShares(set: RunSet, wanted: ReadonlySet<string>): RunSet {
  const shares = set.shares.map((share) => {
    const runs = share.runs.filter((run) => wanted.has(run.key));
    return runs.length === share.runs.length ? share : { ...share, runs };
  });
  const changed = shares.some((share, index) => share !== set.shares[index]);
  return changed ? { ...set, shares: shares.filter((share) => share.runs.length > 0) } : set;
}

/** Without the shares of a worker that is gone, and the keys of its runs. */
export function withoutWorker(run_sets: readonly RunSet[], worker: number): { readonly run_sets: readonly RunSet[]; readonly lost: readonly string[] } {
  const gone = run_sets.flatMap((set) => set.shares.filter((share) => share.worker === worker));
  if (gone.length === 0) return { run_sets, lost: [] };
  const left = run_sets.map((set) => (set.shares.some((share) => share.worker === worker) ? { ...set, shares: set.shares.filter((share) => share.worker !== worker) } : set));
  return { run_sets: left.filter((set) => set.shares.length > 0), lost: gone.flatMap((share) => share.runs.map(({ key }) => key)) };
}

/** Run-steps that each worker still has before it. */
export function loads(run_sets: readonly RunSet[], steps: number, worker_count: number): number[] {
  const load = new Array<number>(worker_count).fill(0);
  for (const share of run_sets.flatMap((set) => set.shares)) {
    load[share.worker] = (load[share.worker] ?? 0) + share.runs.length * Math.max(0, steps - share.step);
  }
  return load;
}

/** Spreads new runs of so many steps over workers, each to the one with the least before it, so that all finish together. */
export function spreadRuns(runs: readonly HeldRun[], steps: number, load: readonly number[]): Share[] {
  const before = [...load];
  const shares = before.map((_, worker) => ({ worker, runs: [] as HeldRun[], step: 0 }));
  for (const run of runs) {
    const least = before.indexOf(Math.min(...before));
    before[least] = (before[least] ?? 0) + Math.max(1, steps - (run.from_step ?? 0));
    shares[least]?.runs.push(run);
  }
  const furthest = (share: Share): Share => ({ ...share, step: Math.max(...share.runs.map((run) => run.from_step ?? 0)) });
  return shares.filter((share) => share.runs.length > 0).map(furthest);
}
