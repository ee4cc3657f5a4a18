/** @file Buttons beneath a chart that save it as a picture. */

import type { ShownChart } from '../charts/line-chart';
import { told } from '../file-troubles';
import { addressOf } from '../export/address';
import type { Lab } from '../lab';
import { later } from '../later';
import { settled } from '../state';
import { laterTexts } from '../texts/later';
import { make } from './element';

/** Two buttons for a chart; what draws the picture is fetched when one is first pressed. */
export function pictureButtons(lab: Lab, name: string, shown: () => ShownChart): HTMLElement {
  const { save, as } = laterTexts().pictures;
  const buttons = (['png', 'svg'] as const).map((format) => {
    const button = make('button', 'quiet', format.toUpperCase());
    button.type = 'button';
    button.setAttribute('aria-label', as(name, format.toUpperCase()));
    button.addEventListener('click', () => {
      const { experiment } = settled(lab.store.state);
      const caption = { sentences: experiment.sentences, address: addressOf(experiment, location.href) };
      later(() => import('../pictures/save-picture'))
        .then(({ savePicture }) => savePicture(shown(), format, caption))
        .catch((error: unknown) => lab.notice(told(error)));
    });
    return button;
  });
  const words = make('span', '', save);
  words.setAttribute('aria-hidden', 'true');
  return make('p', 'picture-buttons', words, ...buttons);
}
