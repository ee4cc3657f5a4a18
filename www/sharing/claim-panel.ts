/** @file The panel about a claim: what it says, a button that trains the same here, and at the end whether it is reproduced. */

import { with_setting } from '../core';
import type { Lab } from '../lab';
import { type ClaimVerdict, loadSharing, type ToldClaim, told_claim } from '../sharing-module';
import { claimedLink, phase, type State } from '../state';
import { texts } from '../texts/texts';
import { byId, make, setText } from '../views/element';
import { inEnglish } from '../views/in-english';
import '../styles/sharing.css';
import { keptRuns, withRuns } from './with-runs';

/** What the panel shows of a state. */
interface Shown {
  readonly link: string;
  readonly told: ToldClaim;
  readonly verdict: ClaimVerdict | undefined;
  readonly can_train: boolean;
  readonly trains: boolean;
  readonly has_kept: boolean;
  /** On this page it trains on a GPU, though the claim is of the CPU. */
  readonly cpu_would_settle: boolean;
}

/** Fetches what reads claims. */
export async function loadClaimPanel(lab: Lab): Promise<ClaimPanel> {
  await loadSharing();
  return new ClaimPanel(lab);
}

/** The panel. It is in view as long as a claim stands, or was withdrawn and not closed. */
export class ClaimPanel {
  readonly #lab: Lab;
  readonly #place = byId('claim', HTMLElement);
  readonly #title = make('h2');
  readonly #who = make('div', 'claim-who');
  readonly #table = make('div', 'table-scroll');
  readonly #verdict = make('p', 'claim-verdict');
  readonly #grounds = make('ul', 'plain-list');
  readonly #acts = make('div', 'claim-acts');
  readonly #spoken = make('p', 'visually-hidden');
  /** The claim or withdrawal that was closed. */
  #closed = '';
  /** The last one told, by its link. */
  #told: { readonly link: string; readonly told: ToldClaim } | undefined;
  /** The last verdict, with what it was about. */
  #judged: { readonly link: string; readonly curves: State['curves']; readonly kept: number; readonly verdict: ClaimVerdict | undefined } | undefined;
  #shown = '';

  constructor(lab: Lab) {
    this.#lab = lab;
    this.#title.id = 'claim-title';
    this.#title.tabIndex = -1;
    this.#spoken.setAttribute('role', 'status');
    this.#table.tabIndex = 0;
    this.#table.setAttribute('role', 'region');
    this.#table.setAttribute('aria-label', texts().claim.caption);
    this.#place.append(this.#title, this.#who, this.#table, this.#verdict, this.#grounds, this.#acts, this.#spoken);
  }

  render(state: State): void {
    const link = state.claim === '' ? state.withdrawn : claimedLink(state);
    if (link !== this.#closed) this.#closed = '';
    const is_open = link !== '' && this.#closed === '';
    this.#place.hidden = !is_open;
    if (!is_open) return;
    if (state.claim === '') this.#renderWithdrawn(link);
    else this.#renderClaim(this.#look(state, link));
  }

  #look(state: State, link: string): Shown {
    const told = this.#tell(link);
    const now = phase(state);
    const kept = keptRuns(state);
    const verdict = told.fault === undefined && now === 'finished' ? this.#judge(state, link, kept) : undefined;
    const backend = state.trainer.kind === 'open' ? state.trainer.backend : undefined;
    return {
      link,
      told,
      verdict,
      can_train: now === 'ready' || now === 'paused' || (now === 'loading' && !state.wants_running),
      trains: now === 'running' || state.wants_running,
      has_kept: kept > 0,
      cpu_would_settle: told.backend === 'cpu' && backend === 'webgpu',
    };
  }

  #tell(link: string): ToldClaim {
    if (this.#told?.link !== link) this.#told = { link, told: told_claim(link) };
    return this.#told.told;
  }

  #judge(state: State, link: string, kept: number): ClaimVerdict | undefined {
    const known = this.#judged;
    if (known?.link === link && known.curves === state.curves && known.kept === kept) return known.verdict;
    const verdict = withRuns(state, (runs) => runs.compare(link, kept));
    this.#judged = { link, curves: state.curves, kept, verdict };
    return verdict;
  }

  #renderClaim(shown: Shown): void {
    const t = texts().claim;
    const { link, told, verdict, can_train, trains, has_kept, cpu_would_settle } = shown;
    const key = JSON.stringify([link, verdict, can_train, trains, has_kept, cpu_would_settle]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#place.dataset['verdict'] = told.fault === undefined ? (verdict?.kind ?? 'open') : 'unreadable';
    setText(this.#title, told.fault === undefined ? t.title : t.bad_title);
    const lines = (told.fault === undefined ? told.sentences : [capitalised(told.fault)]).map((text) => inEnglish(make('p', 'help', text)));
    this.#who.replaceChildren(...lines, ...(told.fault === undefined ? [] : [make('p', 'help', t.settings_stand)]));
    this.#table.hidden = told.fault !== undefined;
    this.#table.replaceChildren(tableOf(told));
    const waiting = trains ? t.trains : t.waits;
    setText(this.#verdict, told.fault === undefined ? (verdict?.title ?? waiting) : '');
    for (const element of [this.#verdict, this.#spoken]) inEnglish(element, verdict !== undefined);
    inEnglish(this.#grounds).replaceChildren(...(verdict?.sentences ?? []).map((text) => make('li', '', text)));
    setText(this.#spoken, verdict ? [`${verdict.title}.`, verdict.sentences[0] ?? ''].join(' ') : '');
    const is_good = told.fault === undefined;
    this.#renderActs([
      ...(is_good && !verdict && can_train ? [{ text: t.run, onClick: () => this.#lab.run() }] : []),
      ...(verdict && has_kept ? [{ text: t.again, onClick: () => this.#trainAgain() }] : []),
      ...(is_good && cpu_would_settle && verdict?.kind !== 'exact' ? [{ text: t.on_cpu, onClick: () => this.#trainOnCpu() }] : []),
      { text: t.close, onClick: () => this.#close(link) },
    ]);
  }

  #renderWithdrawn(link: string): void {
    const t = texts().claim;
    const key = `withdrawn ${link}`;
    if (key === this.#shown) return;
    this.#shown = key;
    this.#place.dataset['verdict'] = 'withdrawn';
    setText(this.#title, t.withdrawn_title);
    this.#who.replaceChildren(make('p', 'help', t.withdrawn));
    this.#table.hidden = true;
    setText(this.#verdict, '');
    this.#grounds.replaceChildren();
    inEnglish(this.#spoken, false);
    setText(this.#spoken, `${t.withdrawn_title}. ${t.withdrawn}`);
    this.#renderActs([
      { text: t.back, onClick: () => this.#lab.openLink(link) },
      { text: t.close, onClick: () => this.#close(link) },
    ]);
  }

  /** A button that goes while it has the focus leaves it to the title. */
  #renderActs(acts: readonly { readonly text: string; readonly onClick: () => void }[]): void {
    const old = [...this.#acts.querySelectorAll('button')];
    const focused = old.find((one) => one === document.activeElement)?.textContent;
    const buttons = acts.map(({ text, onClick }, index) => {
      const made = make('button', index === 0 && acts.length > 1 ? 'primary' : '', text);
      made.type = 'button';
      made.addEventListener('click', onClick);
      return made;
    });
    this.#acts.replaceChildren(...buttons);
    if (focused === undefined) return;
    (buttons.find((one) => one.textContent === focused) ?? this.#title).focus({ preventScroll: true });
  }

  #trainAgain(): void {
    this.#lab.reset();
    this.#lab.run();
  }

  /** The device is no part of what the claim is about. */
  #trainOnCpu(): void {
    const { state } = this.#lab.store;
    const { link } = with_setting(with_setting(state.experiment.link, 'device', 'cpu').link, 'autorun', '1');
    this.#lab.openLink(`${link}&result=${state.claim}`);
  }

  #close(link: string): void {
    this.#closed = link;
    this.#place.hidden = true;
    byId('share', HTMLButtonElement).focus();
  }
}

function tableOf({ arms }: ToldClaim): HTMLTableElement {
  const t = texts().claim;
  const head = (text: string, scope: string): HTMLElement => {
    const cell = make('th', '', text);
    cell.setAttribute('scope', scope);
    return cell;
  };
  const body = arms.map(({ name, means, note }) => {
    const cells = means.length > 0 ? means.map((mean) => make('td', '', mean)) : t.measures.map(() => make('td', '', '–'));
    return make('tr', '', head(note === '' ? name : `${name} (${note})`, 'row'), ...cells);
  });
  const columns = make('tr', '', head(t.arm, 'col'), ...t.measures.map((measure) => head(measure, 'col')));
  return make('table', '', make('caption', '', t.caption), make('thead', '', columns), make('tbody', '', ...body));
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
