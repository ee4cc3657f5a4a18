/** @file The questions: each card from the click on its link to an answer that follows from the numbers of its runs. */
import { type AtTestTime, bestRunsByOthers, expect, intervalOf, type LabPage, MEASURES, type Measured, meanOf, numberIn, runOf, runsAt, test } from './lab-page';

/** What a card answers, as the page shows it. */
interface Answer {
  readonly conclusion: string;
  readonly rests_on: readonly string[];
}

interface Question {
  readonly question: string;
  readonly title: RegExp;
  /** Settings of the card that a small experiment replaces; the rest stays, and with it the question. */
  readonly smaller: Readonly<Record<string, string>>;
  /** Evaluations are compared at this step at last. */
  readonly last_step: number;
  /** Whether the answer is what the numbers imply. */
  readonly expectAnswer: (answer: Answer, lab: LabPage, last_step: number) => Promise<void>;
}

const SMALL = { data: 'synthetic', train: '128', test: '200', hidden: '16,16', batch: '32', lr: '0.2', device: 'cpu' };
/** Wrong labels are learned by heart. Four steps to an epoch, as with the others. */
const BY_HEART = { train: '64', hidden: '32,32', batch: '16', lr: '0.3', momentum: '0.9', label_noise: '0.3' };

/** Each small enough for a second or two, and such that its answer finds something where it can. */
const QUESTIONS: readonly Question[] = [
  { question: 'gap', title: /shrink the gap/, smaller: { epochs: '20' }, last_step: 80, expectAnswer: expectGap },
  { question: 'broken', title: /Is something broken/, smaller: { epochs: '20', lr: '0.5' }, last_step: 80, expectAnswer: expectBroken },
  { question: 'swap', title: /Was it the swap, or the random start/, smaller: { epochs: '20', hidden: '32,32', batch: '16' }, last_step: 160, expectAnswer: expectSwap },
  { question: 'alike', title: /How similar must two pictures be/, smaller: { epochs: '4' }, last_step: 16, expectAnswer: expectAlike },
  { question: 'amount', title: /Too little, too much/, smaller: { epochs: '20', replicates: '5', ...BY_HEART }, last_step: 80, expectAnswer: expectAmount },
  { question: 'input', title: /What does dropping 0\.2 of the input add/, smaller: { epochs: '20', replicates: '5', label_noise: '0.3' }, last_step: 80, expectAnswer: expectInput },
  { question: 'longer', title: /More epochs, with and without dropout/, smaller: { epochs: '30', ...BY_HEART }, last_step: 120, expectAnswer: expectLonger },
  { question: 'loss', title: /Why look at the test loss/, smaller: { epochs: '30', ...BY_HEART }, last_step: 120, expectAnswer: expectLoss },
  { question: 'again', title: /Reset or continue/, smaller: { epochs: '3' }, last_step: 12, expectAnswer: expectAgain },
  { question: 'variance', title: /variance of the activations/, smaller: { epochs: '20' }, last_step: 80, expectAnswer: expectVariance },
  { question: 'stable', title: /stabilise training/, smaller: { epochs: '20', replicates: '5' }, last_step: 80, expectAnswer: expectStable },
  { question: 'lazy', title: /Units A, B, C, D/, smaller: { hidden: '4', epochs: '20', replicates: '5' }, last_step: 80, expectAnswer: expectLazy },
  { question: 'testtime', title: /no dropout at test time/, smaller: { epochs: '20', passes: '5' }, last_step: 80, expectAnswer: expectTestTime },
  { question: 'capacity', title: /full capacity/, smaller: { epochs: '20', passes: '5' }, last_step: 80, expectAnswer: expectCapacity },
  { question: 'units', title: /units less alike/, smaller: { epochs: '20' }, last_step: 80, expectAnswer: expectUnits },
  { question: 'calibrated', title: /better calibrated/, smaller: { epochs: '20' }, last_step: 80, expectAnswer: expectCalibrated },
];

test('the page offers these sixteen questions', async ({ lab }) => {
  await lab.open('v=1&device=cpu');
  const links = lab.page.locator('#question-list a');
  await expect(links).toHaveText(QUESTIONS.map(({ title }) => title));
});

for (const { question, title, smaller, last_step, expectAnswer } of QUESTIONS) {
  test(`the question "${question}" goes from a click to an answer that follows from its numbers`, async ({ lab }) => {
    await open(lab, title);
    await expect(lab.page.locator('#card-title')).toBeFocused();
    await expect(lab.page).toHaveURL(new RegExp(`question=${question}(&|$)`));
    await expect(lab.page.locator('#card-cost')).toHaveText('Takes under two minutes on two CPU cores.');
    await expect(lab.page.locator('#card-when')).toHaveText('The answer appears here.');
    await expect(lab.page.locator('#card-conclusion')).toHaveText('');

    await lab.follow(changed(lab.link, { ...SMALL, ...smaller }));
    await lab.reaches('ready');
    await expect(lab.page.locator('#card-title')).toHaveText(title);
    await expect(lab.page.locator('#card-cost')).toContainText("of the card's own settings, which take under two minutes on two CPU cores");
    await expect(lab.page.getByRole('link', { name: "Back to the card's settings" })).toBeVisible();
    await lab.button('Run this experiment').click();
    await lab.reaches('finished');
    const when = `The answer, after epoch ${smaller['epochs'] ?? ''}:`;
    await expect(lab.page.locator('#card-when')).toHaveText(when);
    await expect(lab.button('Run this experiment')).toBeHidden();

    const answer = await answerOf(lab);
    expect(answer.conclusion).toMatch(/[.]$/);
    expect(answer.rests_on.join(' ')).toMatch(/\d/);
    await expect(lab.page.locator('#card-spoken')).toHaveText(`${when} ${answer.conclusion}`);
    await expectAnswer(answer, lab, last_step);

    const full = lab.page.getByRole('link', { name: 'The same on all the data' });
    await full.click();
    await expect(lab.page).toHaveURL(/train=60000/);
    await expect(lab.page).toHaveURL(new RegExp(`question=${question}(&|$)`));
    await expect(lab.page.getByLabel('Training examples')).toHaveValue('60000');
    await expect(lab.page.locator('#card-title')).toHaveText(title);
    await expect(full).toBeHidden();
    await expect(lab.page.locator('#card-conclusion')).toHaveText('');
  });
}

test('Reset or continue: three buttons draw three pictures, and each says in a line what it did', async ({ lab }) => {
  await open(lab, /Reset or continue/);
  await lab.follow(changed(lab.link, { ...SMALL, epochs: '3' }));
  await lab.reaches('ready');
  const group = lab.page.getByRole('group', { name: 'Reset or continue: three buttons, three pictures' });
  await expect(group).toBeHidden();
  await lab.button('Run this experiment').click();
  await lab.reaches('finished');
  const figure = (name: string) => group.locator('figure').filter({ has: lab.page.getByRole('button', { name, exact: true }) });
  const press = async (name: string): Promise<string> => {
    await expect(figure(name).locator('.picture-frame')).toHaveText('Press to see.');
    await group.getByRole('button', { name, exact: true }).click();
    await expect(figure(name).locator('.picture-text')).not.toHaveText('', { timeout: 60_000 });
    await expect(figure(name).getByRole('img', { name: `Accuracy over the epochs, before and after ${name}` })).toBeVisible();
    return figure(name).locator('.picture-text').innerText();
  };
  const accuracy = async (step: number): Promise<number> => 100 * meanOf(runsAt((await lab.witness()).measured, 'treatment', step).map((run) => run.test_accuracy));

  const continued = await press('Continue');
  const [, from, to] = /^From epoch 3 to 6 the treatment's test accuracy went from ([\d.]+)% to ([\d.]+)%\.$/.exec(continued) ?? [];
  expect(Math.abs(Number(from) - (await accuracy(12)))).toBeLessThan(0.06);
  expect(Math.abs(Number(to) - (await accuracy(24)))).toBeLessThan(0.06);

  const { started, measured } = await lab.witness();
  expect(await press('Reset')).toBe('The same seeds give the same curves: over both arms, every epoch, accuracy and loss the largest difference is 0.');
  // Said of curves that were trained again, from step 0 on.
  const later = await lab.witness();
  expect(later.started.slice(started.length).flatMap(({ runs }) => runs).toSorted()).toEqual(['baseline/0', 'baseline/1', 'treatment/0', 'treatment/1']);
  expect(later.measured.length - measured.length).toBe(measured.length);

  const others = /^Other seeds, other curves: in test accuracy two runs of the treatment differ by up to ([\d.]+) pp at the same epoch/.exec(await press('New seeds'));
  expect(Number(others?.[1])).toBeGreaterThan(0);
  // The pictures taken before stay beside it.
  await expect(group.locator('.small-picture')).toHaveCount(3);
  await expect(figure('Reset').locator('.picture-text')).toContainText('the largest difference is 0');
});

test('a question that one replicate cannot answer is not answered, and the card says what it takes', async ({ lab }) => {
  await open(lab, /shrink the gap/);
  await lab.follow(changed(lab.link, { ...SMALL, epochs: '2', replicates: '1' }));
  await lab.reaches('ready');
  await lab.button('Run this experiment').click();
  await lab.reaches('finished');
  await expect(lab.page.locator('#card-conclusion')).toHaveText(
    'One replicate cannot answer this: a single pair of runs cannot tell the arms from the luck of the seed. Take five.',
  );
});

test('Close question keeps settings and curves, and hands the focus back to the question', async ({ lab }) => {
  await open(lab, /shrink the gap/);
  await lab.follow(changed(lab.link, { ...SMALL, epochs: '2' }));
  await lab.reaches('ready');
  await lab.button('Run this experiment').click();
  await lab.reaches('finished');
  const [table, { link }] = [await lab.table('treatment'), lab];
  await lab.button('Close question').click();
  await expect(lab.page.locator('#card')).toBeHidden();
  await expect(lab.page.getByRole('link', { name: /shrink the gap/ })).toBeFocused();
  expect(lab.link).toBe(link.replace('&question=gap', ''));
  await lab.reaches('finished');
  expect(await lab.table('treatment')).toEqual(table);
});

async function open(lab: LabPage, title: RegExp): Promise<void> {
  await lab.open('v=1&device=cpu');
  await lab.page.locator('#question-list').getByRole('link', { name: title }).click();
  await expect(lab.page.locator('#card')).toBeVisible();
}

/** A link with other values of some settings. */
function changed(link: string, settings: Readonly<Record<string, string>>): string {
  const kept = link.split('&').filter((part) => !((part.split('=')[0] ?? '') in settings));
  return [...kept, ...Object.entries(settings).map(([key, value]) => `${key}=${value}`)].join('&');
}

async function answerOf(lab: LabPage): Promise<Answer> {
  await lab.evidence();
  return { conclusion: await lab.page.locator('#card-conclusion').innerText(), rests_on: await lab.page.locator('#card-evidence li').allTextContents() };
}

/** Two arms on one measure, as an answer compares them. */
interface Compared {
  readonly label: string;
  readonly arm: string;
  readonly reference: string;
}

/** What may be said of some comparisons, corrected for all of them by Holm's method: computed apart from the page. */
function verdictsOf(measured: readonly Measured[], step: number, compared: readonly Compared[]): string[] {
  return correctedVerdicts(
    compared.map(({ label, arm, reference }) => {
      const of = MEASURES[label] ?? (() => NaN);
      const others = runsAt(measured, reference, step);
      return runsAt(measured, arm, step).map((run, index) => of(run) - of(others[index] ?? run));
    }),
  );
}

/** The same of the paired differences themselves. */
function correctedVerdicts(differences: readonly (readonly number[])[]): string[] {
  const found = differences.map((values) => {
    const { mean, half_width } = intervalOf(values);
    return { mean, p_value: pValueOfFive(mean, half_width) };
  });
  let largest = 0;
  const verdicts = found.map(() => 'inconclusive');
  for (const [rank, index] of [...found.keys()].sort((a, b) => (found[a]?.p_value ?? 1) - (found[b]?.p_value ?? 1)).entries()) {
    const { mean = 0, p_value = 1 } = found[index] ?? {};
    largest = Math.max(largest, p_value * (found.length - rank));
    if (largest < 0.05) verdicts[index] = mean < 0 ? 'smaller' : 'larger';
  }
  return verdicts;
}

/** Of a mean of five values with its interval: Student's t with four degrees of freedom has a distribution in closed form. */
function pValueOfFive(mean: number, half_width: number): number {
  if (half_width === 0) return mean === 0 ? 1 : 0;
  const t = (Math.abs(mean) / half_width) * 2.7764;
  const sine = t / Math.hypot(2, t);
  return 1 - sine * (1 + (1 - sine ** 2) / 2);
}

/** The verdicts by measure of the treatment against an arm, once the answer was found to rest on exactly them. */
async function expectRestsOn({ rests_on }: Answer, lab: LabPage, last_step: number, labels: readonly string[], [reference, name]: readonly [string, string]): Promise<Record<string, string>> {
  const { measured } = await lab.witness();
  const verdicts = verdictsOf(measured, last_step, labels.map((label) => ({ label, arm: 'treatment', reference })));
  const rows = (await lab.evidence()).arms.find((arm) => arm.name === 'treatment')?.rows ?? [];
  for (const [index, label] of labels.entries()) {
    const sentence = rests_on.find((one) => one.startsWith(`${label}, treatment minus ${name}: `)) ?? 'none';
    // The same difference and interval as in the evidence; the verdict may be stricter.
    const [difference = 'nothing'] = /^.*? pairs/.exec(rows.find((row) => row.label === label)?.sentence ?? '') ?? [];
    expect(sentence.startsWith(difference), `${sentence} begins with ${difference}`).toBe(true);
    expect(sentence).toMatch(new RegExp(`corrected p [=<] [\\d.]+\\): ${verdicts[index] ?? 'nothing'}\\.`));
  }
  expect(rests_on.at(-1)).toBe(`The verdicts of this answer are corrected for its ${String(labels.length)} comparisons (Holm, 1979).`);
  return Object.fromEntries(labels.map((label, index) => [label, verdicts[index] ?? '']));
}

const LOOKED_AT = ['Test accuracy', 'Test loss', 'Accuracy gap', 'Loss gap'];

/** "the loss gap is smaller by 0.1224" exactly where the row says smaller, and so on. */
function expectTold(conclusion: string, verdicts: Readonly<Record<string, string>>): void {
  for (const [label, verdict] of Object.entries(verdicts)) {
    const is_told = new RegExp(`the ${label.toLowerCase()} is ${verdict} by \\d`).test(conclusion);
    expect(is_told, `${label}: ${verdict}, in "${conclusion}"`).toBe(verdict !== 'inconclusive');
    for (const other of ['smaller', 'larger']) if (other !== verdict) expect(conclusion).not.toContain(`the ${label.toLowerCase()} is ${other}`);
  }
}

async function expectGap(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const verdicts = await expectRestsOn(answer, lab, last_step, ['Accuracy gap', 'Loss gap'], ['baseline', 'baseline']);
  const all = Object.values(verdicts);
  const begin = all.every((one) => one === 'smaller') ? 'Yes, here' : all.includes('smaller') ? 'In part: ' : all.includes('larger') ? 'Not here: ' : 'These runs cannot tell';
  expect(answer.conclusion.startsWith(begin), `${begin}: ${answer.conclusion}`).toBe(true);
  expectTold(answer.conclusion, verdicts);
}

async function expectBroken(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const verdicts = await expectRestsOn(answer, lab, last_step, LOOKED_AT, ['baseline', 'baseline']);
  const { 'Test accuracy': accuracy = '', ...others } = verdicts;
  const is_open = Object.values(others).every((one) => one === 'inconclusive');
  const begin = accuracy === 'larger' ? 'Here test accuracy did improve' : accuracy === 'smaller' ? 'Here test accuracy even fell' : is_open ? 'No test measure and no gap' : 'Nothing is broken.';
  expect(answer.conclusion.startsWith(begin), `${begin}: ${answer.conclusion}`).toBe(true);
  if (begin === 'Nothing is broken.') expectTold(answer.conclusion, others);
}

async function expectSwap(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const verdicts = await expectRestsOn(answer, lab, last_step, LOOKED_AT, ['pinned-1', 'unswapped']);
  const is_open = Object.values(verdicts).every((one) => one === 'inconclusive');
  expect(answer.conclusion).toContain(is_open ? 'cannot be told apart' : 'The swap does something over these random starts');
  expect(answer.conclusion.toLowerCase()).toContain('treatment (0.5/0.2) and unswapped (0.2/0.5)');
  expectTold(answer.conclusion, verdicts);
}

async function expectInput(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const verdicts = await expectRestsOn(answer, lab, last_step, LOOKED_AT, ['pinned-1', 'hidden only']);
  const is_open = Object.values(verdicts).every((one) => one === 'inconclusive');
  expect(answer.conclusion).toContain(is_open ? 'adds nothing that these runs could tell from chance' : 'makes a difference');
  expectTold(answer.conclusion, verdicts);
}

async function expectAlike({ conclusion, rests_on }: Answer, lab: LabPage, last_step: number): Promise<void> {
  const { measured } = await lab.witness();
  const [first, second] = ['treatment', 'pinned-1'].map((arm) => runsAt(measured, arm, last_step).map((run) => run.test_accuracy));
  if (!first || !second) throw new Error('There are two twins.');
  const [, count, found, chance] = /^Two sets of (\d+) runs with equal settings differ by ([\d.]+) pp .* by ±([\d.]+) pp\./.exec(conclusion) ?? [];
  expect(Number(count)).toBe(8);
  expect(first).toHaveLength(8);
  expect(Math.abs(Number(found) - 100 * Math.abs(meanOf(first) - meanOf(second)))).toBeLessThan(0.006);
  // Welch's interval lies between those of twice seven and of seven degrees of freedom.
  const spread = Math.hypot(...[first, second].map((values) => intervalOf(values).half_width)) * 100;
  expect(Number(chance)).toBeLessThan(spread * 1.001 + 0.006);
  expect(Number(chance)).toBeGreaterThan(spread * 0.9);
  const is_told = rests_on.slice(0, 3).some((sentence) => /: (smaller|larger)\.$/.test(sentence));
  expect(rests_on.some((sentence) => sentence.includes('is a false alarm here'))).toBe(is_told);
  await expect(lab.page.locator('#gap-chart').getByRole('button', { name: /^noise band/ })).toBeVisible();
}

async function expectAmount({ conclusion, rests_on }: Answer, lab: LabPage, last_step: number): Promise<void> {
  const rates: Readonly<Record<string, string>> = { treatment: '0.5', ...Object.fromEntries(['0.1', '0.2', '0.3', '0.7', '0.8', '0.9'].map((rate, index) => [`pinned-${String(index + 1)}`, rate])) };
  const { measured } = await lab.witness();
  const arms = Object.keys(rates);
  const compared = ['Test loss', 'Test accuracy'].flatMap((label) => arms.map((arm) => ({ label, arm, reference: 'baseline' })));
  const verdicts = verdictsOf(measured, last_step, compared);
  const smallerAt = (label: string): string[] =>
    compared.filter((one, index) => one.label === label && verdicts[index] === 'smaller').map(({ arm }) => rates[arm] ?? '').toSorted();
  const told = (pattern: RegExp): string[] => (pattern.exec(conclusion)?.[1] ?? '').split(/, | and /).filter((rate) => rate !== '');
  expect(told(/the test loss is smaller at ([^ ].*?)\. /)).toEqual(smallerAt('Test loss'));
  expect(told(/it is smaller at (.*)\.$/)).toEqual(smallerAt('Test accuracy'));
  // A line for each arm, the weakest first.
  expect(rests_on.slice(0, -1).map((line) => line.split(':')[0])).toEqual(['No dropout', '0.1', '0.2', '0.3', '0.5', '0.7', '0.8', '0.9']);
  expect(rests_on.at(-1)).toContain('corrected for its 14 comparisons');
  const mean = 100 * meanOf(runsAt(measured, 'treatment', last_step).map((run) => run.test_accuracy));
  expect(Math.abs(numberIn(/test accuracy ([\d.]+)%/.exec(rests_on[4] ?? '')?.[1] ?? '') - mean)).toBeLessThan(0.006);
}

async function expectLonger(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  await expectRestsOn(answer, lab, last_step, LOOKED_AT, ['baseline', 'baseline']);
  const { measured } = await lab.witness();
  const [without, with_it] = ['baseline', 'treatment'].map((arm) => changeSinceBest(measured, arm, 'Test loss', last_step));
  if (!without || !with_it) throw new Error('Two arms are asked about.');
  const begin = without.is_larger
    ? with_it.is_larger ? 'With more epochs both arms overfit' : 'Without dropout more epochs overfit'
    : with_it.is_larger ? 'Here the test loss rises again with dropout' : 'So many epochs do not overfit';
  expect(answer.conclusion.startsWith(begin), `${begin}: ${answer.conclusion}`).toBe(true);
  const amounts = [...answer.conclusion.matchAll(/by (\d\.\d+)/g)].map(([, amount]) => Number(amount));
  const expected = [without, with_it].filter(({ is_larger }) => is_larger).map(({ mean }) => mean);
  expect(amounts).toHaveLength(expected.length);
  for (const [index, mean] of expected.entries()) expect(amounts[index]).toBeCloseTo(mean, 3);
}

async function expectLoss({ conclusion, rests_on }: Answer, lab: LabPage, last_step: number): Promise<void> {
  const { measured } = await lab.witness();
  const [accuracy, loss] = ['Test accuracy', 'Test loss'].map((measure) => changeSinceBest(measured, 'baseline', measure, last_step));
  if (!accuracy || !loss) throw new Error('Two measures are asked about.');
  const begin = !loss.is_larger ? 'Here the test loss does not rise' : accuracy.is_smaller ? "After the baseline's best epoch both got worse" : "After its best epoch the baseline's test accuracy";
  expect(conclusion.startsWith(begin), `${begin}: ${conclusion}`).toBe(true);
  expect(rests_on).toHaveLength(2);
  for (const sentence of rests_on) expect(sentence).toMatch(/after epoch 30 minus after epochs? .* \(for each replicate the best by the test loss of the others\)/);
  expect(numberIn(/: (\S+) \(95%/.exec(rests_on[1] ?? '')?.[1] ?? '')).toBeCloseTo(loss.mean, 3);
}

async function expectAgain({ rests_on }: Answer, lab: LabPage, last_step: number): Promise<void> {
  const { measured } = await lab.witness();
  const runs = runsAt(measured, 'treatment', last_step);
  const [, train, tested] = /^After epoch 3 the treatment gets ([\d.]+)% of the training examples right, and ([\d.]+)% of the test examples\.$/.exec(rests_on[0] ?? '') ?? [];
  expect(Math.abs(Number(train) - 100 * meanOf(runs.map((run) => run.train_accuracy)))).toBeLessThan(0.006);
  expect(Math.abs(Number(tested) - 100 * meanOf(runs.map((run) => run.test_accuracy)))).toBeLessThan(0.006);
}

/** How an arm's measure changed to the last epoch from that of the lowest test loss, which for each run the others choose. */
function changeSinceBest(measured: readonly Measured[], arm: string, measure: string, last_step: number): { readonly mean: number; readonly is_larger: boolean; readonly is_smaller: boolean } {
  const of = MEASURES[measure] ?? (() => NaN);
  const changes = bestRunsByOthers(measured, arm).map((then) => of(runOf(measured, then, last_step)) - of(then));
  const { mean, half_width } = intervalOf(changes);
  return { mean, is_larger: mean > half_width, is_smaller: mean < -half_width };
}

/** What one comparison of an answer rests on: how its sentence begins, and the paired values. */
interface Pairs {
  readonly begin: string;
  readonly values: readonly number[];
  readonly others: readonly number[];
}

/** Verdicts of these comparisons, once each was found in the answer with its verdict and its two means. */
function expectCompares({ rests_on }: Answer, compared: readonly Pairs[]): string[] {
  const verdicts = correctedVerdicts(compared.map(({ values, others }) => values.map((value, index) => value - (others[index] ?? NaN))));
  for (const [index, { begin, values, others }] of compared.entries()) {
    const sentence = rests_on.find((one) => one.startsWith(begin)) ?? `none begins with ${begin}`;
    expect(sentence).toContain(`): ${verdicts[index] ?? 'nothing'}.`);
    const [, value, other] = / Means: (\S+) and (\S+)\.$/.exec(sentence) ?? [];
    for (const [written, mean] of [[value, meanOf(values)], [other, meanOf(others)]] as const) {
      const is_percent = written?.endsWith('%') === true;
      expect(Math.abs(numberIn(written ?? '') - (is_percent ? 100 * mean : mean)), `${String(written)} for ${String(mean)}`).toBeLessThan(is_percent ? 0.006 : 0.006 * Math.abs(mean) + 1e-6);
    }
  }
  expect(rests_on.join(' ')).toContain(`corrected for its ${String(compared.length)} comparisons (Holm, 1979).`);
  return verdicts;
}

/** A number of each replicate of both arms, the treatment first. */
async function ofArms(lab: LabPage, last_step: number, value: (run: Measured, measured: readonly Measured[]) => number): Promise<{ readonly values: number[]; readonly others: number[] }> {
  const { measured } = await lab.witness();
  const [values = [], others = []] = ['treatment', 'baseline'].map((arm) => runsAt(measured, arm, last_step).map((run) => value(run, measured)));
  return { values, others };
}

type Probes = NonNullable<Measured['probes']>;
type Layer = Probes['layers'][number];
type Unit = Layer['units'][number];

const layerOf = ({ probes }: Measured, index: number, value: (layer: Layer) => number | undefined): number => {
  const layer = probes?.layers[index];
  return (layer && value(layer)) ?? NaN;
};

/** How an answer says it of hidden layers 1 and 2. */
function byLayer(verdicts: readonly string[]): string {
  const of = (verdict: string, words: string): string[] => {
    const layers = verdicts.flatMap((one, index) => (one === verdict ? [String(index + 1)] : []));
    return layers.length === 0 ? [] : [`${words} in hidden layer${layers.length > 1 ? 's' : ''} ${layers.join(' and ')}`];
  };
  return [...of('smaller', 'smaller'), ...of('larger', 'larger'), ...of('inconclusive', 'no different by more than chance explains')].join(', and ');
}

async function expectVariance(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const compared = await Promise.all(
    [0, 1].flatMap((index) => [
      ofArms(lab, last_step, (run) => layerOf(run, index, (layer) => layer.activation_variance)).then((pairs) => ({ begin: `Variance of the outputs, masks off, in hidden layer ${String(index + 1)}`, ...pairs })),
      ofArms(lab, last_step, (run) => layerOf(run, index, (layer) => layer.variance_after_mask)).then((pairs) => ({ begin: `Variance of what is passed on in training, masks on, in hidden layer ${String(index + 1)}`, ...pairs })),
    ]),
  );
  const verdicts = expectCompares(answer, compared);
  const every = (first: number): string => byLayer(verdicts.filter((_, index) => index % 2 === first));
  const levels = String.raw`\([\d.]+ against [\d.]+ in hidden layer 1\)`;
  expect(answer.conclusion).toMatch(new RegExp(`^Masks off, the variance of the outputs with dropout is ${every(0)} ${levels}. What the next layer is given in training has a variance that is ${every(1)} ${levels}:`));
  expect(answer.rests_on.at(-2)).toContain('hidden layer 2: ');
}

async function expectUnits(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const compared = await Promise.all(
    [0, 1].map((index) => ofArms(lab, last_step, (run) => layerOf(run, index, (layer) => layer.unit_correlation)).then((pairs) => ({ begin: `Mean |r| between units in hidden layer ${String(index + 1)}`, ...pairs }))),
  );
  const verdicts = expectCompares(answer, compared);
  const is = (verdict: string): boolean => verdicts.every((one) => one === verdict);
  const begin = is('smaller') ? 'Yes, here units are less alike' : verdicts.includes('smaller') ? 'In part: ' : is('larger') ? 'No, here units are more alike' : is('inconclusive') ? 'These runs cannot tell' : 'No, if anything they are more alike';
  expect(answer.conclusion.startsWith(begin), `${begin}: ${answer.conclusion}`).toBe(true);
  expect(answer.conclusion).toContain(`is ${byLayer(verdicts)}. Treatment against baseline: `);
}

async function expectStable(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const late = (run: Measured, measured: readonly Measured[]): Measured[] => {
    const steps = [...new Set(measured.map(({ step }) => step))].filter((step) => 2 * step > last_step).sort((a, b) => a - b);
    return steps.map((step) => runOf(measured, run, step));
  };
  const norm = ({ probes }: Measured): number => Math.hypot(...(probes?.weights ?? []).map(({ gradient_norm }) => gradient_norm));
  const ratio = ({ probes }: Measured): number => Math.hypot(...(probes?.weights ?? []).map(({ update_ratio, weight_norm }) => update_ratio * weight_norm)) / Math.hypot(...(probes?.weights ?? []).map(({ weight_norm }) => weight_norm));
  const depth = ({ probes }: Measured): number => (probes?.weights[0]?.gradient_norm ?? NaN) / (probes?.weights.at(-1)?.gradient_norm ?? NaN);
  const wobble = (runs: readonly Measured[]): number => {
    const changes = runs.slice(1).map((run, index) => run.test_loss - (runs[index]?.test_loss ?? NaN));
    return Math.sqrt(changes.reduce((sum, change) => sum + (change - meanOf(changes)) ** 2, 0) / (changes.length - 1));
  };
  const distance = (run: Measured, measured: readonly Measured[]): number => Math.abs(run.test_loss - meanOf(runsAt(measured, run.arm, last_step).map(({ test_loss }) => test_loss)));
  const of = async (begin: string, value: (run: Measured, measured: readonly Measured[]) => number): Promise<Pairs> => ({ begin, ...(await ofArms(lab, last_step, value)) });
  const verdicts = expectCompares(answer, [
    await of('Gradient norm over the last half of training', (run, measured) => meanOf(late(run, measured).map(norm))),
    await of('Update-to-weight ratio', (run, measured) => meanOf(late(run, measured).map(ratio))),
    await of('Wobble of the test loss', (run, measured) => wobble(late(run, measured))),
    await of("Distance of a run's last test loss", distance),
    await of('Gradient norm at step 0', (run, measured) => norm(runOf(measured, run, 0))),
    await of('Gradient norm of the first layer', (run, measured) => meanOf(late(run, measured).map(depth))),
  ]).slice(0, 4);
  const [some_smaller, some_larger, some_open] = ['smaller', 'larger', 'inconclusive'].map((one) => verdicts.includes(one));
  const begin = some_smaller ? (some_larger ? 'It depends' : some_open ? 'In part: ' : 'Yes: ') : some_larger ? (some_open ? 'No, in part the reverse: ' : 'No, these runs show the reverse: ') : 'These runs cannot tell';
  expect(answer.conclusion.startsWith(begin), `${begin}: ${answer.conclusion}`).toBe(true);
}

async function expectLazy(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const mean = ({ probes }: Measured, is_lazy: boolean, value: (unit: Unit) => number): number =>
    meanOf((probes?.layers ?? []).flatMap(({ units }) => units.filter((_, index) => index < 2 === is_lazy).map(value)));
  const share = (run: Measured, value: (unit: Unit) => number): number => mean(run, true, value) / (mean(run, true, value) + mean(run, false, value));
  const start = async (arm: string, is_lazy: boolean): Promise<number[]> => runsAt((await lab.witness()).measured, arm, 0).map((run) => mean(run, is_lazy, (unit) => unit.incoming_gradient_norm));
  const [into, out_of, ...gradients] = expectCompares(answer, [
    { begin: 'Share of a lazy unit beside another unit in the norm of the weights into them', ...(await ofArms(lab, last_step, (run) => share(run, (unit) => unit.incoming_norm))) },
    { begin: 'Share of a lazy unit beside another unit in the norm of the weights out of them', ...(await ofArms(lab, last_step, (run) => share(run, (unit) => unit.outgoing_norm))) },
    { begin: 'Gradient norm of the weights into a unit at step 0, without dropout', values: await start('baseline', true), others: await start('baseline', false) },
    { begin: 'Gradient norm of the weights into a unit at step 0, with dropout', values: await start('treatment', true), others: await start('treatment', false) },
  ]);
  expect(gradients).toEqual(['smaller', 'smaller']);
  const has = (verdict: string): boolean => into === verdict || out_of === verdict;
  const begin = has('larger') ? (has('smaller') ? 'In part' : 'Yes, in these runs') : has('smaller') ? 'No, these runs show the reverse' : 'These runs do not show';
  expect(answer.conclusion.startsWith(begin), `${begin}: ${answer.conclusion}`).toBe(true);
  // Initial norms differ from unit to unit by some percent.
  const weights_out = Number(/The weights out of the lazy units start at ([\d.]+)% of the others' norm/.exec(answer.rests_on.join(' '))?.[1]);
  expect(Math.abs(weights_out - 1)).toBeLessThan(0.2);
}

/** A number of what a worker said of each of the treatment's runs at test time. */
async function atTestTime(lab: LabPage, value: (found: AtTestTime['test_time']) => number | undefined, arm = 'treatment'): Promise<number[]> {
  const of_arm = (await lab.witness()).test_time.filter((one) => one.arm === arm).sort((a, b) => a.replicate - b.replicate);
  return of_arm.map(({ test_time }) => value(test_time) ?? NaN);
}

async function expectTestTime(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const [accuracy, loss] = [await ofArms(lab, last_step, (run) => run.test_accuracy), await ofArms(lab, last_step, (run) => run.test_loss)];
  const [of_accuracy, of_loss] = expectCompares(answer, [
    { begin: 'Test accuracy of the treatment, masks off minus one masked pass', values: accuracy.values, others: await atTestTime(lab, ({ masked }) => masked?.one_pass_accuracy) },
    { begin: 'Test loss of the treatment, masks off minus one masked pass', values: loss.values, others: await atTestTime(lab, ({ masked }) => masked?.one_pass_loss) },
    { begin: 'Test accuracy of the treatment, masks off minus the average', values: accuracy.values, others: await atTestTime(lab, ({ masked }) => masked?.averaged_accuracy) },
    { begin: 'Test loss of the treatment, masks off minus the average', values: loss.values, others: await atTestTime(lab, ({ masked }) => masked?.averaged_loss) },
  ]);
  const is_worse = of_accuracy === 'larger' || of_loss === 'smaller';
  expect(answer.conclusion.startsWith('Because a pass with masks'), answer.conclusion).toBe(is_worse);
  const changed = meanOf(await atTestTime(lab, ({ masked }) => masked?.changed_fraction));
  expect(answer.conclusion).toContain(`${(100 * changed).toFixed(2)}% of the pictures are not always put into the same class in 5 passes`);
}

async function expectCapacity(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const [accuracy, loss] = [await ofArms(lab, last_step, (run) => run.test_accuracy), await ofArms(lab, last_step, (run) => run.test_loss)];
  const [of_accuracy] = expectCompares(answer, [
    { begin: 'Test accuracy of the treatment, all units minus one thinned network', values: accuracy.values, others: await atTestTime(lab, ({ masked }) => masked?.one_pass_accuracy) },
    { begin: 'Test loss of the treatment, all units minus one thinned network', values: loss.values, others: await atTestTime(lab, ({ masked }) => masked?.one_pass_loss) },
    { begin: 'Test accuracy with all units, treatment minus baseline', ...accuracy },
    { begin: 'Test loss with all units, treatment minus baseline', ...loss },
  ]);
  expect(answer.conclusion.startsWith('Yes, and to good effect.'), answer.conclusion).toBe(of_accuracy === 'larger');
}

async function expectCalibrated(answer: Answer, lab: LabPage, last_step: number): Promise<void> {
  const accuracy = await ofArms(lab, last_step, (run) => run.test_accuracy);
  const of = async (value: (found: AtTestTime['test_time']) => number): Promise<{ readonly values: number[]; readonly others: number[] }> => ({ values: await atTestTime(lab, value), others: await atTestTime(lab, value, 'baseline') });
  const [error, confidence] = [await of((found) => found.calibration_error), await of((found) => found.mean_confidence)];
  const minus = (values: readonly number[], others: readonly number[]): number[] => values.map((value, index) => value - (others[index] ?? NaN));
  const [verdict] = expectCompares(answer, [
    { begin: 'Expected calibration error, treatment minus baseline', ...error },
    { begin: 'Mean confidence, treatment minus baseline', ...confidence },
    { begin: 'Mean confidence minus test accuracy, treatment minus baseline', values: minus(confidence.values, accuracy.values), others: minus(confidence.others, accuracy.others) },
    { begin: 'Test accuracy, treatment minus baseline', ...accuracy },
  ]);
  const begin = { smaller: 'Yes, here the network is better calibrated', larger: 'No, here the network is worse calibrated' }[verdict ?? ''] ?? 'These runs cannot tell';
  expect(answer.conclusion.startsWith(begin), `${begin}: ${answer.conclusion}`).toBe(true);
}
