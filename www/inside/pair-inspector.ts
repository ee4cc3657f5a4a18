/** @file Follows a pair of runs through the experiment in a worker of its own, and puts looks to it. */

import { capitalised, count, epochText } from '../format';
import type { Pool } from '../pool';
import type { Backend, Move } from '../protocol';
import type { State } from '../state';
import { insideTexts } from '../texts/inside';
import { sentence } from '../workbench';
import { type Aim, type AimedRun, aimOf, type Choice } from './aim';
import { type Course, courseOf } from './course';
import { type Inspector, type Side, SIDES, Stale, type Standing } from './inspector';
import { LookWorker, type WorkerLike } from './look-worker';
import type { HeldWeights, Look, Seen } from '../looks';

/** The networks follow training no more often than this. */
const FOLLOW_MILLIS = 1000;
/** Catching up in less goes without words. */
const QUIET_MILLIS = 400;
/** One that is lost this often does not get well. */
const MOST_REOPENED = 2;

/** The page around the inspector. */
export interface Surroundings {
  readonly state: () => State;
  /** Where weights are held, and what a further worker needs. */
  readonly pool: Pick<Pool, 'module' | 'data' | 'weights'>;
  readonly startWorker: () => WorkerLike;
  /** The link under which a run of this one is looked at: the same training, with nothing measured on the way and a batch beyond its end. */
  readonly linkFor: (link: string) => string;
}

/** The network of one side. */
interface Own {
  /** Of the run it is of. */
  readonly identity: string;
  step: number;
}

/** The inspector of the page. */
export class PairInspector implements Inspector {
  readonly #outside: Surroundings;
  readonly #listeners = new Set<() => void>();
  #choice: Choice = { arm: 'treatment', replicate: 0 };
  #open_count = 0;
  #worker: LookWorker | undefined;
  /** What the worker was started with; another of it takes another worker. */
  #equipped: readonly unknown[] = [];
  #own: [Own | undefined, Own | undefined] = [undefined, undefined];
  #aim: Aim | string = insideTexts().pair.closed;
  #pair = '';
  #standing: Standing | undefined;
  #version = 0;
  /** Counts up whenever what is being done for the pair before is to end. */
  #turn = 0;
  #following: Promise<void> | undefined;
  /** The networks are between two steps. */
  #is_moving = false;
  /** How far the experiment was when it was followed last. */
  #followed = '';
  #followed_at = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #holds = 0;
  /** Batches under way: where the networks are is known after them. */
  #stepping: Promise<unknown> = Promise.resolve();
  /** The step at which the reader left the experiment to go on batch by batch. */
  #left_at: number | undefined;
  #reopened = 0;
  #progress: string | undefined;
  #fault: string | undefined;
  /** Where looking is not done on the device that trains. */
  #device_note = '';

  constructor(outside: Surroundings) {
    this.#outside = outside;
  }

  /** The state of the page has changed. */
  update(): void {
    if (this.#open_count > 0) this.#check();
  }

  open(): void {
    this.#open_count += 1;
    if (this.#open_count > 1) return;
    this.#fault = undefined;
    this.#reopened = 0;
    this.#check();
  }

  close(): void {
    this.#open_count -= 1;
    if (this.#open_count === 0) this.#letGo(insideTexts().pair.closed);
  }

  standing(): Standing | undefined {
    return this.#standing && { ...this.#standing, is_busy: this.#is_moving, is_apart: this.#left_at !== undefined, words: this.says() };
  }

  says(): string {
    if (this.#fault !== undefined) return this.#fault;
    if (this.#progress !== undefined) return this.#progress;
    if (this.#standing) return `${this.#standing.words}${this.#device_note}`;
    return typeof this.#aim === 'string' ? this.#aim : insideTexts().pair.opening;
  }

  async look<L extends Look>(side: Side, look: L): Promise<Seen<L>> {
    const version = this.#version;
    if (!this.#worker || !this.#standing) throw this.#fault === undefined ? new Stale() : new Error(this.#fault);
    const worker = this.#worker;
    try {
      return await worker.look(side, look, () => version === this.#version && !this.#is_moving);
    } catch (error) {
      if (!(error instanceof Stale) && worker === this.#worker && this.#is_on_gpu) this.#broke(sentence(error));
      throw error;
    }
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  pixels(split: 'train' | 'test', example: number): Uint8Array | undefined {
    const pixels = this.#outside.pool.data?.[`${split}_pixels`].subarray(example * 784, (example + 1) * 784);
    return pixels?.length === 784 ? pixels : undefined;
  }

  label(split: 'train' | 'test', example: number): number | undefined {
    return this.#outside.pool.data?.[`${split}_labels`][example];
  }

  choose(arm: string, replicate: number): void {
    this.#choice = { arm, replicate };
    this.update();
  }

  async stepBatch(): Promise<void> {
    if (!this.#standing) throw new Error(this.says());
    this.#left_at ??= this.#standing.step;
    // What follows the experiment just now comes to its end first; nothing begins to follow any more.
    while (this.#following) await this.#following;
    const [worker, turn] = [this.#worker, this.#turn];
    if (!worker || this.#left_at === undefined) throw new Stale();
    this.#is_moving = true;
    try {
      const both = SIDES.map((side) => this.#stepOne(worker, side, () => turn === this.#turn));
      this.#stepping = Promise.allSettled([this.#stepping, ...both]);
      const steps = await Promise.all(both);
      if (turn === this.#turn) this.#stepped(Math.min(...steps));
    } catch (error) {
      if (turn === this.#turn && !(error instanceof Stale)) this.#broke(sentence(error));
      throw error;
    }
  }

  back(): void {
    if (this.#left_at === undefined) return;
    this.#left_at = undefined;
    this.#followed = '';
    this.#followed_at = -Infinity;
    this.#tell();
    this.update();
  }

  hold(): () => void {
    let is_held = true;
    this.#holds += 1;
    return () => {
      if (!is_held) return;
      is_held = false;
      this.#holds -= 1;
      this.update();
    };
  }

  get #is_on_gpu(): boolean {
    return this.#equipped[1] === 'webgpu';
  }

  #check(): void {
    const state = this.#outside.state();
    const { module, data } = this.#outside.pool;
    const aim = aimOf(state, this.#choice);
    if (typeof aim === 'string') return this.#await(aim, state);
    if (!module || !data || state.trainer.kind !== 'open') return this.#await(insideTexts().pair.no_trainer_and_data, state);
    const equipment = { module, device: state.trainer.backend, data };
    const equipped = [module, equipment.device, data];
    const pair = [...aim.arms.map(({ id, name }) => `${id} ${name}`), ...aim.runs.map((run) => identityOf(run, state))].join('\n');
    const is_other = equipped.some((part, index) => part !== this.#equipped[index]);
    if (is_other) this.#letGo(insideTexts().pair.opening);
    if (is_other || pair !== this.#pair) this.#begin(pair);
    this.#equipped = equipped;
    this.#aim = aim;
    if (this.#fault !== undefined) return;
    this.#worker ??= new LookWorker(this.#outside.startWorker(), equipment, {
      onOpened: (backend, reason) => this.#opened(backend, equipment.device, reason),
      onFailed: (message) => this.#broke(message),
      onIdle: () => this.update(),
    });
    this.#followIfDue(aim, state);
  }

  /** There is no pair yet. The worker stays as long as there is a trainer: often a moment is all that is missing. */
  #await(why: string, { trainer }: State): void {
    if (this.#aim === why) return;
    if (trainer.kind !== 'open') return this.#letGo(why);
    this.#aim = why;
    this.#begin('');
  }

  /** Another pair: what is known of the one before is over. */
  #begin(pair: string): void {
    this.#pair = pair;
    this.#forgetPair();
    this.#fault = undefined;
    this.#tell();
  }

  #forgetPair(): void {
    this.#turn += 1;
    this.#version += 1;
    this.#standing = undefined;
    this.#progress = undefined;
    this.#is_moving = false;
    this.#left_at = undefined;
    this.#followed = '';
    this.#followed_at = -Infinity;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #letGo(why: string): void {
    this.#worker?.end();
    this.#worker = undefined;
    this.#own = [undefined, undefined];
    this.#equipped = [];
    this.#pair = '';
    this.#aim = why;
    this.#fault = undefined;
    this.#device_note = '';
    this.#forgetPair();
    this.#tell();
  }

  #opened(backend: Backend, wanted: Backend, reason: string): void {
    this.#device_note = backend === wanted ? '' : ` ${insideTexts().pair.computed_on(reason.replace(/\.?$/, '.'))}`;
  }

  /** A GPU may be lost and come back; else looking ends here. */
  #broke(message: string): void {
    const [reopens, pair, equipped] = [this.#is_on_gpu && this.#reopened < MOST_REOPENED, this.#pair, this.#equipped];
    this.#letGo(insideTexts().pair.gpu_lost(message));
    if (reopens) {
      this.#reopened += 1;
      this.update();
      return;
    }
    // For the same pair nothing is tried again.
    this.#pair = pair;
    this.#equipped = equipped;
    this.#fault = insideTexts().pair.stopped(message);
    this.#tell();
  }

  #followIfDue(aim: Aim, state: State): void {
    const progress = `${progressOf(aim)} ${String(state.curves_generation)}`;
    const is_kept = this.#left_at !== undefined || this.#holds > 0;
    if (this.#following || progress === this.#followed || (this.#standing && (is_kept || !this.#worker?.is_idle))) return;
    const wait = this.#followed_at + FOLLOW_MILLIS - performance.now();
    if (wait > 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.update();
      }, wait);
      return;
    }
    this.#following = this.#bringBoth(aim, state, progress).finally(() => {
      this.#following = undefined;
      this.update();
    });
  }

  async #bringBoth(aim: Aim, state: State, progress: string): Promise<void> {
    const [turn, begun] = [this.#turn, performance.now()];
    const isCurrent = (): boolean => turn === this.#turn;
    try {
      const { held, why } = await this.#fetchWeights(aim, state);
      await this.#stepping;
      if (!isCurrent()) return;
      const identities = aim.runs.map((run) => identityOf(run, state));
      const own = SIDES.map((side) => (this.#own[side]?.identity === identities[side] ? this.#own[side] : undefined));
      const ends = aim.runs.filter(({ has_ended }) => has_ended).map(({ measured }) => measured);
      const measured = Math.max(0, Math.min(...aim.runs.map((run) => run.measured)));
      const course = courseOf([{ held: held[0]?.step, own: own[0]?.step }, { held: held[1]?.step, own: own[1]?.step }], measured, Math.min(...ends));
      for (const side of SIDES) {
        const onStep = (step: number): void => this.#report(begun, insideTexts().pair.trains_again(why, aim.arms[side].name, count(step), count(course.step)));
        await this.#bring(side, { aim, state, course, held: held[side], isCurrent, onStep });
        if (!isCurrent()) return;
      }
      this.#arrived(aim, course.step, state, progress);
    } catch (error) {
      if (isCurrent() && !(error instanceof Stale)) this.#broke(sentence(error));
    }
  }

  /** What the experiment's workers hold; and why the pair is trained here as far as they do not. */
  async #fetchWeights({ runs }: Aim, { experiment }: State): Promise<{ readonly held: readonly (HeldWeights | undefined)[]; readonly why: string }> {
    if (experiment.spec.momentum !== 0) return { held: [], why: insideTexts().pair.momentum };
    const answers = await Promise.allSettled(runs.map(async ({ held: at }) => at && this.#outside.pool.weights(at.run_set_id, at.run)));
    const fault = answers.find((answer) => answer.status === 'rejected');
    const why = fault ? insideTexts().pair.unreadable(sentence(fault.reason)) : insideTexts().pair.not_held;
    return { held: answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined)), why };
  }

  async #bring(side: Side, { aim, state, course, held, isCurrent, onStep }: Bringing): Promise<void> {
    const worker = this.#worker;
    if (!worker) throw new Stale();
    const [run, from] = [aim.runs[side], course.from[side]];
    const identity = identityOf(run, state);
    let own = this.#own[side];
    const move = async (what: Move): Promise<boolean> => {
      this.#is_moving = true;
      const { step, reached } = await worker.move(side, what, isCurrent);
      if (own) own.step = step;
      return reached;
    };
    if (own?.identity !== identity || (from === 'start' && own.step > 0)) {
      this.#own[side] = undefined;
      own = undefined;
      await move({ kind: 'begin', link: this.#outside.linkFor(state.experiment.link), run: run.name });
      own = { identity, step: 0 };
      this.#own[side] = own;
    }
    if (from === 'held' && held) await move({ kind: 'resume', held });
    let reached = own.step >= course.step;
    while (!reached && isCurrent()) {
      reached = await move({ kind: 'advance', until: course.step });
      if (reached && own.step < course.step) throw new Error(insideTexts().pair.ended_early(aim.arms[side].name, count(own.step), count(course.step)));
      if (isCurrent()) onStep(own.step);
    }
  }

  #arrived(aim: Aim, step: number, state: State, progress: string): void {
    const has_changed = this.#is_moving || !this.#standing;
    const epoch = step / state.experiment.steps_per_epoch;
    const at = step === 0 ? insideTexts().pair.before_training : insideTexts().pair.after(step, count(step), epochText(epoch));
    if (has_changed) this.#version += 1;
    this.#standing = { arms: aim.arms, replicate: aim.replicate, step, epoch, version: this.#version, is_busy: false, is_apart: false, words: `${pairWords(aim)}, ${at}.` };
    this.#is_moving = false;
    this.#progress = undefined;
    this.#followed = progress;
    this.#followed_at = performance.now();
    this.#tell();
  }

  /** A step that was taken counts, even where another pair is wanted by now. */
  async #stepOne(worker: LookWorker, side: Side, isCurrent: () => boolean): Promise<number> {
    const own = this.#own[side];
    const { step } = await worker.move(side, { kind: 'batch' }, isCurrent);
    if (own) own.step = step;
    return step;
  }

  #stepped(step: number): void {
    this.#is_moving = false;
    this.#version += 1;
    const standing = this.#standing;
    // The reader may have gone back meanwhile: what follows says where the networks are.
    if (!standing || this.#left_at === undefined) return this.#tell();
    const batches = step - this.#left_at;
    const end = step > standing.step ? '' : ` ${insideTexts().pair.no_step_after}`;
    const stepped = insideTexts().pair.stepped(batches, count(batches), step, count(step));
    const epoch = step / this.#outside.state().experiment.steps_per_epoch;
    this.#standing = { ...standing, step, epoch, version: this.#version, words: `${pairWords(standing)}, ${stepped}.${end}` };
    this.#tell();
  }

  /** What takes but a moment while another pair is shown needs no words. */
  #report(begun: number, words: string): void {
    if (this.#standing && performance.now() - begun < QUIET_MILLIS) return;
    this.#progress = words;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

interface Bringing {
  readonly aim: Aim;
  readonly state: State;
  readonly course: Course;
  readonly held: HeldWeights | undefined;
  readonly isCurrent: () => boolean;
  readonly onStep: (step: number) => void;
}

function pairWords({ arms: [reference, other], replicate }: Pick<Aim, 'arms' | 'replicate'>): string {
  return insideTexts().pair.pair(capitalised(reference.name), other.name, replicate + 1);
}

/** A network can be used again for the same run of an experiment of the same length. */
function identityOf({ key }: AimedRun, { experiment }: State): string {
  return `${key} ${String(experiment.steps)}`;
}

/** Another text whenever there may be something newer to look at. */
function progressOf({ runs }: Aim): string {
  return runs.map(({ measured, has_ended, held }) => [measured, has_ended, held?.run_set_id].join()).join(' ');
}
