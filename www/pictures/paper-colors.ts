/** @file The page's colours on paper: the tokens as they are in light, whatever the page shows now. */

/** What a token stands for in light. */
export function paperColor(token: string): string {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      const value = rule instanceof CSSStyleRule && rule.selectorText === ':root' ? rule.style.getPropertyValue(token).trim() : '';
      if (value !== '') return value;
    }
  }
  throw new Error(`Found no token ${token} in the styles, expected one of tokens.css.`);
}
