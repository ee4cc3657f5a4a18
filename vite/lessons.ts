/** @file The lessons that come with the page: their files and schema beside it, their titles in its list. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Lessons and their schema have addresses that stay: files elsewhere name the schema by it. */
const LESSONS = 'www/lessons/files';
const SCHEMA = 'lesson.schema.json';

/** Names of the lessons that come with the page, in the order in which it lists them. */
export function lessonNames(): string[] {
  const names = readdirSync(LESSONS).filter((file) => file.endsWith('.json') && file !== SCHEMA);
  return names.map((file) => file.replace(/\.json$/, '')).sort();
}

/** Puts the lessons beside the page, and their titles into it. */
export function lessonFiles(): Plugin {
  const asHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const entry = (name: string): string => {
    const { title, language, minutes } = JSON.parse(readFileSync(`${LESSONS}/${name}.json`, 'utf8')) as { title: string; language: string; minutes: number };
    return `<li lang="${asHtml(language)}"><a href="#lesson=${name}">${asHtml(title)}</a> <span>${String(minutes)} minutes</span></li>`;
  };
  return {
    name: 'lesson-files',
    transformIndexHtml: (html) => html.replace('<!--lessons-->', lessonNames().map(entry).join('\n        ')),
    generateBundle() {
      for (const file of [...lessonNames().map((name) => `${name}.json`), SCHEMA]) {
        this.emitFile({ type: 'asset', fileName: `lessons/${file}`, source: readFileSync(`${LESSONS}/${file}`) });
      }
    },
    configureServer: (server) => {
      server.middlewares.use('/lessons', (request, response, next) => {
        const file = `${LESSONS}${(request.url ?? '').split('?')[0] ?? ''}`;
        if (!/^[\w./-]+\.json$/.test(file) || file.includes('..') || !existsSync(file)) return next();
        response.setHeader('content-type', 'application/json').end(readFileSync(file));
      });
    },
  };
}
