/** @file The words of settings, presets and questions. English has them from the schema in Rust; a translation names them by their keys. */

import type { ArmDescription, Catalog, Experiment, Kind, Setting } from '../core';
import { texts, translation } from './texts';

/** A setting in another language; what it leaves out is said as in English. */
export interface SettingWords {
  readonly label: string;
  readonly help: string;
  readonly unit?: string;
  /** The words of a choice, by their values in the link. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** A preset or a question in another language. */
export interface TitledWords {
  readonly title: string;
  readonly about: string;
}

/** What a translation says of the catalog. */
export interface CatalogWords {
  readonly settings: Readonly<Record<string, SettingWords>>;
  /** By their English names. */
  readonly presets: Readonly<Record<string, TitledWords>>;
  /** By their words in the link. */
  readonly cards: Readonly<Record<string, TitledWords>>;
}

/** The catalog in the language that the page speaks. */
export function inOurWords(catalog: Catalog): Catalog {
  const words = translation()?.catalog;
  if (!words) return catalog;
  return {
    ...catalog,
    settings: catalog.settings.map((setting) => settingInWords(setting, words.settings[setting.key])),
    presets: catalog.presets.map((preset) => {
      const own = words.presets[preset.name];
      return own ? { ...preset, name: own.title, about: own.about } : preset;
    }),
    cards: catalog.cards.map((card) => ({ ...card, ...words.cards[card.question] })),
  };
}

function settingInWords(setting: Setting, words: SettingWords | undefined): Setting {
  if (!words) return setting;
  const { label, help, unit = setting.unit, choices = {} } = words;
  return { ...setting, label, help, unit, kind: kindInWords(setting.kind, choices) };
}

function kindInWords(kind: Kind, words: Readonly<Record<string, string>>): Kind {
  return kind.kind === 'choice' ? { ...kind, choices: kind.choices.map(({ value, label }) => ({ value, label: words[value] ?? label })) } : kind;
}

/** An experiment whose arms are called as the page calls them; names that the reader gave stay. */
export function withArmNames(experiment: Experiment): Experiment {
  return { ...experiment, arms: experiment.arms.map((arm) => ({ ...arm, name: armName(arm, experiment) })) };
}

function armName({ id, name }: ArmDescription, { spec }: Experiment): string {
  const { arms } = texts();
  if (id === 'baseline' || id === 'treatment') return arms[id];
  const number = Number(id.slice('pinned-'.length));
  return spec.pin[number - 1]?.name === '' ? arms.pinned(number) : name;
}
