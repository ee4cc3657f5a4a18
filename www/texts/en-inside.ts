/** @file What the panels "Inside the network" say, in English. Apart from the other texts, because they come when one is opened. */

const MASKS_OFF = 'Masks off, over the first 500 test examples (all, where fewer are used).';
const NEXT_BATCH = 'of the batch that is trained next, with its masks on';
const steps = (count: number, written: string): string => `${written} training ${count === 1 ? 'step' : 'steps'}`;
const passes = (count: number, written = String(count)): string => `${written} ${count === 1 ? 'pass' : 'passes'}`;

/** A value, and how it differs from another, in words. */
export interface Changed {
  readonly value: string;
  readonly change: string;
}

/** What is known of the largest difference between two confusion matrices. */
export interface LargestDifference {
  readonly first: string;
  readonly second: string;
  readonly label: string;
  readonly predicted: string;
  readonly times: number;
  readonly count: string;
  readonly is_more: boolean;
  readonly difference: string;
}

/** What forgetting to scale does: before, and after. */
export interface Unscaled {
  readonly arm: string;
  readonly passes: number;
  readonly count: string;
  readonly loss: readonly [string, Changed];
  readonly accuracy: readonly [string, Changed];
  readonly entropy: readonly [string, string];
  readonly surer: string;
}

export const en_inside = {
  /** The pair of networks that is looked at. */
  pair: {
    no_trainer: 'The networks can be looked at as soon as the trainer is here.',
    no_data: 'The networks can be looked at as soon as the data are here.',
    no_trainer_and_data: 'The networks can be looked at as soon as trainer and data are here.',
    recalling: 'Looking for what is kept of these runs.',
    one_arm: 'This experiment has no second arm to look at.',
    moved_on: 'The networks have moved on since this was asked.',
    back: 'Back to the experiment',
    arm: 'Compared arm',
    replicate: 'Replicate',
    closed: 'The inspector is closed.',
    opening: 'Opening the networks.',
    computed_on: (reason: string) => `What is seen here is computed on ${reason}`,
    gpu_lost: (why: string) => `The GPU was lost while looking (${why}) and is opened anew.`,
    stopped: (why: string) => `Looking inside has stopped: ${why}`,
    trains_again: (why: string, arm: string, step: string, steps: string) => `${why}, so this pair trains here once more: ${arm} at step ${step} of ${steps}.`,
    momentum: 'With momentum, weights alone do not tell how training goes on',
    unreadable: (why: string) => `The weights of these runs cannot be read (${why})`,
    not_held: 'The weights of these runs are not held at one step',
    ended_early: (arm: string, step: string, expected: string) => `${arm}: training ended at step ${step}, expected it to reach step ${expected}.`,
    before_training: 'before the first training step',
    after: (count: number, written: string, epoch: string) => `after ${steps(count, written)} (epoch ${epoch})`,
    stepped: (batches: number, written_batches: string, count: number, written: string) =>
      `${written_batches} ${batches === 1 ? 'batch' : 'batches'} on from the experiment, which stays where it is: after ${steps(count, written)}`,
    no_step_after: 'Training has no step after this one.',
    pair: (reference: string, other: string, replicate: number) => `${reference} beside ${other}, replicate ${String(replicate)}`,
  },
  /** The panel "Layer by layer, over time". */
  layers: {
    lazy: (unit: string) => `${unit} (lazy)`,
    before: 'before',
    after: 'after',
    by_the_law: 'after, by the law',
    active: 'active',
    silent: 'silent',
    logarithmic: 'Logarithmic scale, except for shares, means and correlations',
    show: 'Show',
    /** The link follows. */
    few_units: 'Single units are drawn where a hidden layer has at most 8 of them, or where some start near zero (“lazy”): open',
    few_units_link: (units: number) => `this experiment with ${String(units)} units in each hidden layer, two of them lazy`,
    download: 'Download as CSV',
    download_help: 'Every value of every run, each replicate by itself, and each of the units probed one by one',
    choices: {
      mask: 'Variance before and after the mask',
      activation_variance: 'Variance, masks off',
      mean_activation: 'Mean activation',
      active: 'Active and silent units',
      gradient_norm: 'Gradient norm',
      update_ratio: 'Update-to-weight ratio',
      weight_norm: 'Weight norm',
      unit_correlation: 'Correlation between units',
      units: 'Units one by one',
    },
    figures: {
      mask: {
        title: 'Variance before and after the mask',
        about:
          'Variance of a unit’s output h over the first 200 test examples, averaged over the units of the layer, with masks on as in training. Solid: before the layer’s own mask. Dashed: after it, kept outputs scaled by 1/(1 − p). Dotted: what the law says, Var(h′) = Var(h) + p/(1 − p) · E[h²]. Where p is 0 the three are one line.',
      },
      activation_variance: {
        title: 'Variance with masks off',
        about: `Variance of a unit’s output over the examples, averaged over the units of the layer. ${MASKS_OFF} This is the network as it is used, so the arms can be compared.`,
      },
      mean_activation: { title: 'Mean activation', about: `Mean of all outputs of the layer, over its units and the examples. ${MASKS_OFF}` },
      active: {
        title: 'Active and silent units',
        about: `Solid: the share of all outputs that are above zero. Dashed: the share of units that are silent, zero on every one of the examples. ${MASKS_OFF}`,
      },
      gradient_norm: {
        title: 'Gradient norm',
        about: `Euclidean norm of the gradient of the loss with respect to the weights into the layer, biases left out: ${NEXT_BATCH}, before weight decay. Gradients that vanish or explode would shrink or grow from the output to hidden 1.`,
      },
      update_ratio: {
        title: 'Update-to-weight ratio',
        about: 'Norm of the change that the next batch makes to the weights into the layer, divided by the norm of those weights: how fast they move, measured by their own size.',
      },
      weight_norm: { title: 'Weight norm', about: 'Euclidean norm of the weights into the layer, biases left out.' },
      unit_correlation: {
        title: 'Correlation between units',
        about: `Mean of |r| over the pairs among the first 32 units of the layer, where r is Pearson’s correlation of two units’ outputs over the examples: 1 where each unit repeats the others, up to sign. Units that never vary are left out. ${MASKS_OFF}`,
      },
      incoming_norm: {
        title: 'Units: weights in',
        about: 'Euclidean norm of the weights into a unit, its bias left out. A is unit 0 of the layer, B unit 1 and so on, as the file and the pictures of weights number them; each line is a mean over the replicates.',
      },
      outgoing_norm: { title: 'Units: weights out', about: 'Euclidean norm of the weights that lead from a unit to the next layer.' },
      incoming_gradient_norm: {
        title: 'Units: gradient of the weights in',
        about: `Norm of the gradient with respect to the weights into a unit: ${NEXT_BATCH}. One batch is a small sample, so these lines jump about; a unit that is dropped for an example learns nothing from it.`,
      },
      outgoing_gradient_norm: { title: 'Units: gradient of the weights out', about: `Norm of the gradient with respect to the weights out of a unit: ${NEXT_BATCH}.` },
    },
    table: {
      summary: 'The same numbers as a table',
      caption: 'Mean over the replicates, ± half the 95% interval',
      name: 'Table of what was measured in the layers',
      layer: 'layer',
      picked: 'Only the epoch that is picked on the charts. Escape in a chart lets go of it.',
      cut: (shown: number, all: number) => `The last ${String(shown)} of ${String(all)} rows; the CSV file has all of them.`,
      quantities: {
        activation_variance: 'variance, masks off',
        variance_before_mask: 'variance before the mask',
        variance_after_mask: 'variance after the mask',
        predicted_variance: 'after, by the law',
        mean_activation: 'mean activation',
        active_fraction: 'active outputs',
        silent_fraction: 'silent units',
        unit_correlation: 'mean |r|',
        weight_norm: 'weight norm',
        gradient_norm: 'gradient norm',
        update_ratio: 'update-to-weight ratio',
      },
    },
  },
  probes: {
    start: 'Measure inside',
    stop: 'Stop measuring inside',
    on: 'Each evaluation also measures inside the networks. Stop it, and the runs train again from their seeds, with the same curves.',
    on_finished: 'Each evaluation also measures inside the networks. Stop it, and the curves stay as they are.',
    none: 'None of these runs was measured inside.',
    next_evaluation: 'The first values come with the next evaluation of all runs.',
    first_evaluation: 'The first values come with the first evaluation: press Run.',
    off: 'Nothing is measured inside the networks at present. Measuring changes no curve and adds up to a tenth to the time of training.',
    press_run: 'Switch it on, then press Run.',
    train_again: 'The runs at hand train again from their seeds, with the same curves.',
    train_again_on_run: 'Once you press Run, the runs at hand train again from their seeds, with the same curves.',
    takes: (time: string) => `That takes about ${time}.`,
  },
  /** The panel "Masks and units at work". */
  seeing: {
    parts: {
      masks: {
        title: 'The masks of the next batch',
        about: 'In each training step a fresh mask is drawn for every example of the batch: a unit is kept or dropped by itself. Kept units are scaled by 1 / (1 − p), so that the next layer gets as much on average. Step one batch further and see the masks change.',
      },
      thinned: {
        title: 'The thinned network',
        about: 'For this example and this step the network is only what is left: the links between kept units. A sample of the units of each layer is drawn; the counts are of all of them.',
      },
      expectation: {
        title: 'Does the mean come out right? E[h′] = h',
        about: 'The outputs h of a hidden layer for one test example, and h′ after the mask of that layer. One masked output is far from h; the mean over many masks comes back to h, with the error that chance makes of n draws (dashed); with many of them it falls as 1/√n.',
      },
      weights: {
        title: 'What the first layer looks for',
        about: 'The weights into one unit of hidden layer 1, laid out as the 28 × 28 pixels they belong to: orange above zero, blue below. Both networks are drawn on one scale.',
      },
      correlations: {
        title: 'Do units go together?',
        about: 'Pearson correlation of the first units of a layer, at most 32, over test examples, masks off; the diagonal is each unit with itself. Units that do the same job are strongly coloured. Grey: a unit that does not vary.',
      },
    },
    place: 'Place in the batch',
    other_example: 'Other example',
    layer: 'Layer',
    example: (row: string, batch: string, example: string, label: number) => `Example ${row} of ${batch} in this batch is training example ${example}, with the label ${String(label)}.`,
    same_batch: 'Both networks get the same batch.',
    other_batch: (example: string, label: number) => `The other network has a seed of its own and gets training example ${example} there, with the label ${String(label)}.`,
    step: 'Step one batch',
    play: 'Play',
    stop_playing: 'Stop playing',
    step_help: 'A step here trains both networks on one more batch, in this panel alone; the experiment stays as it is.',
    of_pixels: { what: 'pixels', active: 'with ink', silent: 'blank' },
    of_units: { what: 'units', active: 'active', silent: 'silent' },
    mask_of: (layer: string, prob: number) => `${layer}, drop probability ${String(prob)}`,
    kept: (kept: string, all: string, what: string) => `${kept} of ${all} ${what} kept`,
    none_dropped: 'none dropped',
    dropped: (dropped: string, of_them: string, active: string) => `${dropped} dropped, ${of_them} of them ${active}`,
    picture_of_input: 'the picture, dropped pixels marked',
    picture_of_units: 'one square for each unit',
    legend_kept: 'kept and active: the stronger, the larger the output',
    legend_silent: 'kept but silent: zero before the mask',
    legend_dropped: 'dropped: zero in this step, whatever it was (with a dot: silent anyway)',
    all_links: (all: string) => `All ${all} links are there.`,
    links_left: (left: string, all: string, share: string, products: string) => `${left} of ${all} links are left (${share}): ${products}.`,
    thinned_picture: (arm: string) => `${arm}: a sample of units and the links between those kept`,
    draw: 'Draw masks',
    stop: 'Stop',
    test_example: 'Test example',
    drawn_at: (count: string) => `Drawn from the networks after ${count} training steps.`,
    no_errors: 'Error against the number of draws; nothing has been drawn yet',
    errors: (said: string) => `Error against the number of draws. ${said}`,
    scatter: (draws: string, units: string) => `Mean of h′ over ${draws} draws against h, a dot for each of ${units} units, and the diagonal`,
    moved_on: 'The networks have moved on. Draw again to check them as they are now.',
    no_active_unit: 'has no active unit',
    conclusion: (draws: string, found: string) => `After ${draws} draws, as a share of the mean output: ${found}.`,
    all_silent: 'For this example every unit of the layer is silent, so there is nothing to mask.',
    draws: (count: number, written: string) => `${written} ${count === 1 ? 'draw' : 'draws'}`,
    off_without_drops: (draws: string, error: string) => `Nothing is dropped: after ${draws} the mean output is off by ${error}.`,
    off: (draws: string, error: string, by_chance: string) => `After ${draws} the mean output is off by ${error}; chance alone makes about ${by_chance}.`,
    h_plain: 'h, masks off',
    h_mean: 'mean of h′',
    draws_axis: 'draws of the mask',
    order: 'Order',
    orders: { largest: 'largest norm first', smallest: 'smallest norm first', number: 'number of the unit' },
    more_units: (count: number) => `Show ${String(count)} more units`,
    read: 'Point at a picture, or go through them with the arrow keys, to read its unit and norm.',
    norms: (least: string, most: string, mean: string) => `Norms from ${least} to ${most}, on average ${mean}.`,
    units_of: (arm: string) => `Units of ${arm}; arrow keys go from one to the next`,
    unit: (unit: number, norm: string) => `Unit ${String(unit)}, norm ${norm}`,
    still_unit: 'a unit that does not vary',
    no_correlations: 'Correlations, not here yet',
    correlations_of: (units: number) => `Correlations of the first ${String(units)} units with each other`,
    without_correlation: (still: number, units: number) => `${String(still)} of the ${String(units)} units never ${still === 1 ? 'varies' : 'vary'} and ${still === 1 ? 'has' : 'have'} no correlation.`,
    no_pair: 'Fewer than two of these units vary, so there is no pair to compare.',
    mean_correlation: (mean: string) => `Mean |r| over all pairs: ${mean}.`,
  },
  /** The classes of Fashion-MNIST by their labels: https://github.com/zalandoresearch/fashion-mnist#labels */
  garments: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
  /** The panel "Predictions". */
  gallery: {
    title: 'Test pictures',
    help: 'Ten bars for each network, one for each class in the order of the labels; the mark beneath is at the true class. ✗: got wrong. Least certain: by the entropy of the probabilities, averaged over both networks.',
    keys: 'Arrow keys go from picture to picture, Page Up and Page Down from page to page, Enter opens one.',
    show: 'Show',
    all: 'All',
    wrong: 'Wrong in either',
    wrong_in: (arm: string) => `Wrong: ${arm}`,
    differ: 'The two differ',
    uncertain: 'Least certain tenth',
    true_class: 'True class',
    any: 'any',
    truth: (name: string) => `True: ${name}`,
    at: (epoch: string) => `Epoch ${epoch}`,
    above: 'above',
    below: 'below',
    none: 'No picture is of this kind.',
    where: (first: string, last: string, all: string) => `${first} to ${last} of ${all}`,
    previous_page: 'Previous page',
    next_page: 'Next page',
    previous: 'Previous',
    next: 'Next',
    draw_on: 'Draw on it',
    close: 'Close',
    picture: (number: number, name: string) => `Test picture ${String(number)}, ${name}`,
    picture_title: (number: number, name: string) => `Test picture ${String(number)}: ${name}`,
    is_wrong: ', wrong',
  },
  confusion: {
    title: 'What is taken for what',
    help: 'Each row holds the test pictures of one true class, each column those predicted to be of one class. Right ones stand on the diagonal; the others are shaded on one scale for both networks. In the difference plus and minus have a hue each.',
    corner: 'true\u00a0↓ predicted\u00a0→',
    caption: (arm: string) => `${arm}: test pictures by true and predicted class`,
    difference: (arm: string, other: string) => `Difference: ${arm} minus ${other}`,
    none: (arm: string) => `${arm} confuses nothing.`,
    taken: (label: string, predicted: string, count: string, of: string) => `${label} as ${predicted} (${count} of ${of})`,
    most_often: (arm: string, each: string) => `${arm} most often takes ${each}.`,
    no_difference: (second: string, first: string) => `${second} confuses each class with each other exactly as often as ${first}.`,
    largest: ({ first, second, label, predicted, times, count, is_more, difference }: LargestDifference) =>
      `The largest difference: ${second} takes ${label} as ${predicted} ${count} ${times === 1 ? 'time' : 'times'} ${is_more ? 'more' : 'less'} often than ${first} (${difference}). One pair of networks: another seed may well give another one.`,
  },
  calibration: {
    title: 'Is it as sure as it is right?',
    help: 'A network that is right in eight of ten pictures that it gives 80% is well calibrated: its bars end on the diagonal. The dashed part is how far a bin lies from it; the lower row says how many pictures a bin holds.',
    summary: 'The bins as a table',
    table: 'Table of calibration bins',
    caption: 'Bins by the probability of the predicted class; confidence is its mean',
    bin: 'bin',
    all: 'all',
    pictures: 'pictures',
    confidence: 'confidence',
    accuracy: 'accuracy',
    range: (low: string, high: string) => `${low} to ${high}`,
    just_as_sure: 'on average just as sure as it is right',
    too_sure: (by: string) => `too sure by ${by}`,
    not_sure_enough: (by: string) => `not sure enough by ${by}`,
    network: (arm: string, confidence: string, accuracy: string, verdict: string, error: string) =>
      `${arm} gives its answers a probability of ${confidence} on average and is right in ${accuracy}: ${verdict}. Expected calibration error: ${error}.`,
    binning: (examples: string, bins: number) =>
      `Expected calibration error (Guo et al., 2017): the ${examples} test pictures are put into ${String(bins)} bins of equal width by the probability of the predicted class; in each bin the distance between mean probability and accuracy is taken, and averaged by the number of pictures. One pair of networks cannot tell the arms apart; the question about calibration at the top of the page compares them over replicates.`,
    diagram: (arm: string) => `${arm}: accuracy over confidence. The numbers are in the table below.`,
    bin_holds: (count: string) => `${count} pictures`,
    bin_measures: (confidence: string, accuracy: string) => `confidence ${confidence}, accuracy ${accuracy}`,
    most: (count: string) => `pictures (most: ${count})`,
    axis: 'probability of the predicted class',
  },
  /** The reader's own picture. */
  own: {
    title: 'Your own picture',
    help: 'Draw light on black, choose a file or drop one here. A drawing is not like the pictures that the networks were trained on: expect confident nonsense. The probabilities still add up to one, since the network has no way to say that it knows nothing of the kind.',
    draw_here: 'Draw here',
    pad: 'Drawing of 28 by 28 pixels. Arrow keys move the cursor, space paints, with shift held the arrow keys paint as they move.',
    pixel: (row: number, column: number, value: number) => `Row ${String(row)}, column ${String(column)}: ${String(value)} of 255.`,
    erase: 'Erase',
    clear: 'Clear',
    invert: 'Invert',
    passes: 'Masked passes',
    empty: 'Nothing is drawn yet, and even an empty picture is given a class.',
    masks_off: 'Probability of each class, masks off',
    masks_off_and_on: (count: number) => `Probability of each class: masks off, and mean ± standard deviation over ${count === 1 ? 'one masked pass' : `${String(count)} masked passes`}`,
    class: 'class',
    true_class: (name: string) => `${name} (true)`,
    file: 'An image file',
    trim: 'Trim and centre',
    turn_over: 'Turn over where the ground is light',
    brought: (file: string, width: number, height: number) => `${file}: ${String(width)} × ${String(height)} pixels, brought to 28 × 28. It stays on your computer.`,
    not_decoded: (file: string) => `${file}: found nothing that this browser decodes as a picture, expected an image file such as PNG or JPEG.`,
    no_canvas: 'This browser gives the page no canvas to decode a picture on.',
  },
  /** The panel "Dropout at test time". */
  test_time: {
    title: 'Many masked passes, or one without masks?',
    help: 'In training each step meets other masks; when the page measures, masks are off and every unit takes part. Here masks stay on for the test pictures, too: each pass draws its own, and the probabilities of k passes are averaged (Srivastava et al., 2014, figure 11, compare the two). The same masks come at every visit.',
    masks_on: 'Masks on at test time',
    forgot_to_scale: 'What if we forgot to scale? (no 1/keep)',
    passes_averaged: 'Masked passes averaged, k',
    stop: 'Stop',
    go_on: 'Go on',
    curves_table: 'The curves as a table',
    table_at: 'Table of masked passes',
    table_over: 'Table over the number of passes',
    masks_are_off: (epoch: string) => `At epoch ${epoch}, masks off. Switch the masks on to see what they change.`,
    pass_of: (pass: number, all: number) => `Pass ${String(pass)} of ${String(all)}`,
    passes_of: (done: number, all: number) => `${String(done)} of ${String(all)} passes`,
    progress: (done: string, epoch: string) => `${done}, at epoch ${epoch}.`,
    unscaled_progress: (is_next: boolean, done: number, all: number) => `Not scaled: ${is_next ? `pass ${String(done + 1)}` : String(done)} of ${String(all)}.`,
    charts: {
      error: 'Test error over the number of passes',
      error_help: 'Solid: probabilities averaged over the passes. Dashed: one pass with masks off.',
      loss: 'Test loss over the number of passes',
      loss_help: 'Mean cross-entropy of the averaged probabilities, in nats.',
      standard_error: 'Standard error of the average',
      standard_error_help: "Of the true class's probability, averaged over the pictures. Dotted: 1/√k through the last value.",
    },
    passes_axis: 'Passes',
    averaged: 'averaged',
    masks_off: 'masks off',
    not_scaled: 'not scaled',
    measure: 'measure',
    rows: {
      accuracy: 'accuracy',
      loss: 'loss',
      entropy: 'mean entropy (nats)',
      information: 'mutual information (nats)',
      changes: 'class changes between passes',
      standard_error: 'standard error',
    },
    error: 'error',
    passes: (count: number) => passes(count),
    passes_head: 'passes',
    caption_off: 'Test set, masks off',
    caption_averaged: (count: number) => `Test set, masks off and averaged over ${count === 1 ? 'one pass' : passes(count)}`,
    caption_over: 'Averages of the first passes, scaled',
    disputed: (arm: string) => `Where ${arm}'s passes disagree most`,
    predicted: (name: string) => `Predicted: ${name}`,
    information_of: (information: string, entropy: string) => `Mutual information ${information} of ${entropy} nats`,
    same: 'the same as written',
    more: (by: string) => `${by} more`,
    less: (by: string) => `${by} less`,
    less_sure: 'less sure',
    surer: 'surer',
    just_as_sure: 'just as sure',
    all_the_same: (arm: string, accuracy: string, loss: string) => `${arm} drops nothing, so each of its passes is the same as the one with masks off: ${accuracy} right, loss ${loss}.`,
    one_pass_off: (arm: string, accuracy: string, loss: string) => `${arm}: one pass with masks off gets ${accuracy} right, with a loss of ${loss}.`,
    average_of: (count: number, written: string, accuracy: Changed, loss: Changed) =>
      `${count === 1 ? 'One masked pass' : `The average of ${written} masked passes`} gets ${accuracy.value} right (${accuracy.change}), with a loss of ${loss.value} (${loss.change}).`,
    single_pass: (accuracy: string, loss: string) => `A single masked pass gets ${accuracy} right on average, with a loss of ${loss}.`,
    spread: (changed: string, arm: string, entropy: string, information: string) =>
      `On ${changed} of the pictures ${arm}'s passes do not all agree about the class. Of the mean entropy of ${entropy} nats, ${information} come from the masks (mutual information); the rest is there in each single pass.`,
    nothing_to_scale: (arm: string) => `${arm} drops nothing: its keep probability is 1, and there is no scaling to forget.`,
    unscaled: ({ arm, passes: count, count: written, loss, accuracy, entropy, surer }: Unscaled) =>
      `${arm} without the division by the keep probability, over ${count === 1 ? 'one pass' : `the same ${written} passes`}: its loss goes from ${loss[0]} to ${loss[1].value} (${loss[1].change}), its accuracy from ${accuracy[0]} to ${accuracy[1].value} (${accuracy[1].change}), and the mean entropy of its predictions from ${entropy[0]} to ${entropy[1]} nats (${surer}).`,
    measures: {
      information: 'Mutual information',
      information_is: (count: number, written: string) =>
        `the entropy of the averaged probabilities less the mean entropy of the single passes, so how much the passes disagree: 0 where all say the same (${count === 1 ? 'with a single pass there is none to differ from' : `here over ${written} passes`}).`,
      changes: 'Class changes between passes',
      changes_are: (count: number, written: string) => `the share of the test pictures for which not all ${count === 1 ? 'passes' : `${written} passes`} predict the same class.`,
      standard_error: 'Standard error',
      standard_error_is: (count: number) =>
        `how much the average would still differ with other masks: the standard deviation of the true class's probability over the passes, divided by √${count === 1 ? 'k' : String(count)}, averaged over the pictures. It needs two passes at least.`,
    },
    costs: (count: number, written: string, examples: string, millis: string, seconds: string) =>
      `${written} ${count === 1 ? 'pass costs' : 'passes cost'} ${written} times what one costs: here a masked pass over the ${examples} test pictures took ${millis} ms on average, asked and answered, so ${seconds} s for each network. With masks off one pass is all it takes.`,
  },
};
