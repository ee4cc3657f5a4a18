/** @file A question and how it came out, in words. What the runs say comes from the statistics; here stands only what it means for the prediction. */

import type { Prediction } from '../sharing-module';
import type { Guess, Outcome } from '../statistics';
import { texts } from '../texts/texts';
import { unreachable } from '../unreachable';

/** The unit that a predicted number is given in; empty for one without. */
export function unitOf(measure: Prediction['measure']): string {
  const { percent, points, nats } = texts().lessons.units;
  switch (measure) {
    case 'accuracy_gap':
      return points;
    case 'test_accuracy':
    case 'train_accuracy':
    case 'one_pass_accuracy':
      return percent;
    case 'loss_gap':
    case 'test_loss':
    case 'train_loss':
      return nats;
    case 'activation_variance':
    case 'variance_after_mask':
      return '';
    default:
      return unreachable(measure);
  }
}

/** What a question is about, in a line. */
export function measureWords({ kind, measure, layer = 0, arm }: Prediction): string {
  const { measures, ofLayer, aboutChoice, aboutNumber } = texts().lessons;
  const quantity = layer > 0 ? ofLayer(measures[measure], layer) : measures[measure];
  return kind === 'choice' ? aboutChoice(quantity, arm) : aboutNumber(quantity, arm);
}

/** A prediction as a sentence quotes it. */
export function guessWords({ measure }: Pick<Prediction, 'measure'>, guess: Guess): string {
  if (guess.kind !== 'number') return texts().lessons.guesses[guess.kind];
  const unit = unitOf(measure);
  return unit === '' ? String(guess.number) : `${String(guess.number)} ${unit}`;
}

/** How a prediction came out, in a sentence or two. */
export function outcomeWords(question: Prediction, guess: Guess | undefined, outcome: Outcome): string {
  const said = texts().lessons;
  const { verdict, level, judged } = outcome;
  const found = question.kind === 'choice' ? said.verdicts[verdict] : level;
  const predicted = guess ? guessWords(question, guess) : '';
  switch (judged) {
    case 'right':
      return said.right(predicted);
    case 'wrong':
      return said.wrong(predicted, found);
    case 'cannot_tell':
      return said.cannotTell(predicted);
    case 'no_guess':
      return found === '' ? said.noGuess : `${said.noGuess} ${said.cameOut(found)}`;
    default:
      return unreachable(judged);
  }
}
