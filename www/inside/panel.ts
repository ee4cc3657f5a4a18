/** @file What the panels of "Inside the network" have in common, and what each of them is given. */

import type { Lab } from '../lab';
import type { State } from '../state';
import type { Summarize } from '../summaries';
import type { Inspector } from './inspector';

/** The inside of one `<details>`, built when it is first opened. */
export interface Panel {
  /** Shows this state; called on an animation frame, only while the panel is open. */
  render(state: State): void;
  /** The reader has closed the panel: nothing of it goes on. */
  close(): void;
}

/** What a panel works with. */
export interface Tools {
  readonly lab: Lab;
  /** Looks inside a pair of networks; open as long as a panel that looks is. */
  readonly inspector: Inspector;
  readonly summarize: Summarize;
  /** Has all open panels rendered on the next frame. */
  readonly redraw: () => void;
}
