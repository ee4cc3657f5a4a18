/** @file Puts figures into words: Markdown tables, and demands with what was measured. */

/**
 * @param {Record<string, string>[]} rows all with the same keys, which head the columns
 */
export function tableOf(rows) {
  const heads = Object.keys(rows[0]);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(Object.values(row)))].join('\n');
}

/**
 * @typedef {object} Demand
 * @property {string} what
 * @property {number} measured
 * @property {number} limit the largest value that meets it
 * @property {string} [unit]
 */

/** @param {Demand[]} demands */
export function verdictsOf(demands) {
  const line = ({ what, measured, limit, unit = '' }) => {
    const verdict = measured <= limit ? 'met' : 'not met';
    return `- ${what}: at most ${rounded(limit)}${unit} demanded, ${rounded(measured)}${unit} measured, ${verdict}`;
  };
  return demands.map(line).join('\n');
}

/** Milliseconds, with the fastest and the slowest block. */
export function timeCell({ median, fastest, slowest }) {
  return `${rounded(median)} (${rounded(fastest)} to ${rounded(slowest)})`;
}

/** Three significant digits; whole numbers stay whole. */
export function rounded(value) {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
