/** @file "Take it away": the experiment as files, as code for elsewhere, and as a citation. */

import { addressOf } from '../export/address';
import { downloadCsv } from '../export/csv';
import { isComplete, recordsOf } from '../export/records-file';
import { saveFile } from '../export/save-file';
import { curvesCsv, effectsCsv } from '../export/tables-csv';
import { told } from '../file-troubles';
import type { Lab } from '../lab';
import { citation, code, loadSharing } from '../sharing-module';
import { curveOf } from '../curves';
import { curveKey, dataFits, type State } from '../state';
import '../styles/take-away.css';
import { laterTexts } from '../texts/later';
import { make, setText } from '../views/element';
import { CopyText } from './copy-text';

const FORMS = ['pytorch', 'd2l', 'burn', 'terminal'] as const;
type Form = (typeof FORMS)[number];
const CITATIONS = ['bibtex', 'plain'] as const;
type CitationForm = (typeof CITATIONS)[number];

/** Fetches what writes code and citations; what is shown follows the settings while the section is open. */
export async function fillTakeAway(place: HTMLDetailsElement, lab: Lab): Promise<void> {
  await loadSharing();
  new TakeAway(place, lab);
}

class TakeAway {
  readonly #place: HTMLDetailsElement;
  readonly #lab: Lab;
  readonly #numbers_text = make('p', 'help');
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #code = new CopyText(laterTexts().take_away.code_name);
  readonly #citation = new CopyText(laterTexts().take_away.citation_name);
  readonly #files = make('span', 'take-files');
  #form: Form = 'pytorch';
  #cited: CitationForm = 'bibtex';
  /** What is shown was made from this. */
  #shown = '';

  constructor(place: HTMLDetailsElement, lab: Lab) {
    this.#place = place;
    this.#lab = lab;
    const said = laterTexts().take_away;
    const address = (): string => addressOf(lab.store.state.experiment, location.href);
    this.#buttons = [
      this.#button(said.curves, async (state) => downloadCsv('dropout-lab-measures.csv', curvesCsv(await recordsOf(state, undefined), address()))),
      this.#button(said.effects, async (state) => downloadCsv('dropout-lab-effects.csv', effectsCsv(await recordsOf(state, undefined), address()))),
      this.#button(said.records, async (state) => saveFile('dropout-lab.jsonl', await recordsOf(state, lab.pool.data), 'application/jsonl')),
    ];
    place.append(
      make('h3', '', said.numbers),
      make('p', 'take-buttons', ...this.#buttons),
      this.#numbers_text,
      make('h3', '', said.code),
      make('p', 'help', said.code_help),
      this.#choice(said.form, FORMS, said.forms, (form) => (this.#form = form)),
      this.#code.element,
      this.#files,
      make('h3', '', said.citation),
      make('p', 'help', said.citation_help),
      this.#choice(said.citation_form, CITATIONS, said.citation_forms, (form) => (this.#cited = form)),
      this.#citation.element,
    );
    this.#code.element.append(this.#files);
    lab.store.listen(() => this.#render());
    place.addEventListener('toggle', () => this.#render());
    this.#render();
  }

  #render(): void {
    if (!this.#place.open) return;
    const { state } = this.#lab.store;
    this.#renderNumbers(state);
    const { link } = state.experiment;
    const backend = state.trainer.kind === 'open' && isMeasured(state) ? state.trainer.backend : '';
    const shown = [link, this.#form, this.#cited, backend].join(' ');
    if (shown === this.#shown) return;
    this.#shown = shown;
    const program = code(link, this.#form, location.href);
    this.#code.show(program.text);
    this.#files.replaceChildren(...program.files.map((file) => this.#saveButton(file)));
    this.#citation.show(citation(link, location.href, today(), backend)[this.#cited]);
  }

  #renderNumbers(state: State): void {
    const said = laterTexts().take_away;
    const [curves, effects, records] = this.#buttons;
    const [measured, complete] = [isMeasured(state), isComplete(state)];
    if (curves) curves.disabled = !measured;
    if (effects) effects.disabled = !complete;
    if (records) records.disabled = !measured || !dataFits(state) || state.trainer.kind !== 'open';
    setText(this.#numbers_text, !measured ? said.nothing_yet : complete ? said.numbers_help : said.not_complete);
  }

  #button(label: string, save: (state: State) => Promise<void>): HTMLButtonElement {
    const button = make('button', '', label);
    button.type = 'button';
    button.addEventListener('click', () => {
      save(this.#lab.store.state).catch((error: unknown) => this.#lab.notice(told(error)));
    });
    return button;
  }

  #saveButton({ name, text }: { readonly name: string; readonly text: string }): HTMLButtonElement {
    const file_name = name.slice(name.lastIndexOf('/') + 1);
    const button = make('button', '', laterTexts().take_away.save(file_name));
    button.type = 'button';
    button.addEventListener('click', () => saveFile(file_name, text, 'text/plain'));
    return button;
  }

  #choice<T extends string>(legend: string, values: readonly T[], words: Readonly<Record<T, string>>, onChoice: (value: T) => void): HTMLElement {
    const group = make('fieldset', 'take-choice', make('legend', '', legend));
    values.forEach((value, index) => {
      const input = make('input');
      Object.assign(input, { type: 'radio', name: `take-${values[0] ?? ''}`, value, checked: index === 0 });
      input.addEventListener('change', () => {
        onChoice(value);
        this.#render();
      });
      group.append(make('label', 'check', input, make('span', '', words[value])));
    });
    return group;
  }
}

function isMeasured({ experiment, curves }: State): boolean {
  return experiment.runs.some((run) => curveOf(curves, curveKey(run)).length > 0);
}

/** The day in the reader's own calendar, as year, month and day. */
function today(): string {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
