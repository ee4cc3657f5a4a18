/** @file The texts of a lesson: Markdown to elements, of which only harmless ones are let through. */

import DOMPurify from 'dompurify';
import { Marked } from 'marked';

/** Headings of a text stand below those of the page: a lesson's is a second, a step's a third. */
const HEADINGS_BELOW = 3;
const LOWEST_HEADING = 6;

const ALLOWED_TAGS = ['p', 'br', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'hr', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td', '#text'];
/** `start` is that of a numbered list. */
const ALLOWED_ATTR = ['href', 'start'];
/** Other pages, and experiments of this one. */
const ALLOWED_ADDRESS = /^(?:https?:\/\/|#)/i;

const marked = new Marked({
  async: false,
  gfm: true,
  renderer: {
    // Markup is shown as it was typed; pictures are not loaded, and what they would show is said.
    html: ({ text }) => escaped(text),
    image: ({ text }) => escaped(text),
    heading(token) {
      const level = String(Math.min(token.depth + HEADINGS_BELOW, LOWEST_HEADING));
      return `<h${level}>${this.parser.parseInline(token.tokens)}</h${level}>\n`;
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

/** Elements of a text. Links open beside the lesson, whatever they lead to. */
export function fromMarkdown(text: string): DocumentFragment {
  const html = marked.parse(text, { async: false });
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS,
    ALLOWED_ATTR,
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: ALLOWED_ADDRESS,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  for (const scrolls of fragment.querySelectorAll<HTMLElement>('pre, table')) scrolls.tabIndex = 0;
  return fragment;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
