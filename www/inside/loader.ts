/** @file Fills the panels of "Inside the network" as they are opened, and has the open ones rendered. */

import { with_setting } from '../core';
import type { Lab } from '../lab';
import { later } from '../later';
import { startWorker } from '../pool';
import '../styles/inside.css';
import type { Summarize } from '../summaries';
import { make } from '../views/element';
import { PairHead } from './pair-head';
import { PairInspector } from './pair-inspector';
import type { Panel, Tools } from './panel';

/** A kind of panel; those that look inside a pair of networks keep the inspector open. */
interface Kind {
  readonly looks: boolean;
  readonly make: (place: HTMLElement, tools: Tools) => Promise<Panel>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'inside-layers': { looks: false, make: async (place, tools) => new (await later(() => import('./layers/layers'))).LayersPanel(place, tools) },
  'inside-seeing': { looks: true, make: async (place, tools) => new (await later(() => import('./seeing/seeing'))).SeeingPanel(place, tools) },
  'inside-predictions': { looks: true, make: async (place, tools) => new (await later(() => import('./predictions/predictions'))).PredictionsPanel(place, tools) },
  'inside-test-time': { looks: true, make: async (place, tools) => new (await later(() => import('./test-time/test-time'))).TestTimePanel(place, tools) },
};

interface Filled {
  readonly head: PairHead | undefined;
  readonly panel: Panel;
}

/** All panels of the section. */
export class Inside {
  readonly #tools: Tools;
  readonly #inspector: PairInspector;
  readonly #filled = new Map<string, Promise<Filled>>();
  readonly #open = new Map<string, Filled>();
  /** Panels that keep the inspector open. */
  readonly #looking = new Set<string>();
  #frame = 0;

  constructor(lab: Lab, summarize: Summarize) {
    const redraw = (): void => {
      if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#render());
    };
    this.#inspector = new PairInspector({ state: () => lab.store.state, pool: lab.pool, startWorker: () => startWorker('inspector'), linkFor });
    this.#tools = { lab, inspector: this.#inspector, summarize, redraw };
    this.#inspector.listen(redraw);
    lab.store.listen(() => {
      this.#inspector.update();
      redraw();
    });
  }

  /** The reader has opened or closed a panel. */
  async toggled(panel: HTMLDetailsElement): Promise<void> {
    const kind = KINDS[panel.id];
    if (!kind) throw new Error(`Found no panel ${panel.id}, expected one of ${Object.keys(KINDS).join(', ')}.`);
    if (kind.looks) this.#look(panel);
    const made = this.#filled.get(panel.id) ?? (panel.open ? this.#fill(panel, kind) : undefined);
    if (!made) return;
    this.#filled.set(panel.id, made);
    const filled = await made;
    if (panel.open) this.#open.set(panel.id, filled);
    else if (this.#open.delete(panel.id)) filled.panel.close();
    this.#tools.redraw();
  }

  #look({ id, open }: HTMLDetailsElement): void {
    if (open === this.#looking.has(id)) return;
    if (open) {
      this.#looking.add(id);
      this.#inspector.open();
    } else {
      this.#looking.delete(id);
      this.#inspector.close();
    }
  }

  async #fill(panel: HTMLDetailsElement, kind: Kind): Promise<Filled> {
    const place = make('div', 'inside-panel');
    const head = kind.looks ? new PairHead(panel.id, this.#inspector) : undefined;
    try {
      const made = await kind.make(place, this.#tools);
      panel.append(...(head ? [head.element] : []), place);
      return { head, panel: made };
    } catch (error) {
      this.#filled.delete(panel.id);
      throw error;
    }
  }

  #render(): void {
    this.#frame = 0;
    const { state } = this.#tools.lab.store;
    for (const { head, panel } of this.#open.values()) {
      head?.render(state);
      panel.render(state);
    }
  }
}

/**
 * A network is looked at under a link that measures as little as it can on the way and goes an epoch further, so that there
 * is always a next batch; neither changes the training.
 */
function linkFor(link: string): string {
  const epochs = String(with_setting(link, 'patience', '0').spec.epochs + 1);
  const changes = [['patience', '0'], ['evals', '1'], ['probes', '0'], ['passes', '0'], ['epochs', epochs]] as const;
  return changes.reduce((changed, [key, text]) => with_setting(changed, key, text).link, link);
}
