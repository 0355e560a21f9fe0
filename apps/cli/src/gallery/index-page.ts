import type { GalleryBrief } from './briefs.js';

/** A film of the gallery as it came out. Paths are relative to the page. */
export interface GalleryFilm {
  readonly brief: GalleryBrief;
  readonly title: string;
  readonly sentences: readonly string[];
  readonly video: string;
  readonly sheet: string;
  readonly scores: Readonly<Record<string, number>>;
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem; color: #16202c; background: #fff }
article { display: grid; grid-template-columns: minmax(0, 3fr) minmax(16rem, 2fr); gap: 1.5rem; border-top: 1px solid #cfd8e3; padding: 1.5rem 0 }
img { width: 100%; height: auto; max-height: 90vh; object-fit: contain; object-position: left top }
h2 { margin: 0 0 .5rem; font-size: 1.2rem }
blockquote { margin: 0 0 1rem; padding-left: 1rem; border-left: 3px solid #cfd8e3; color: #465466 }
@media (max-width: 60rem) { article { grid-template-columns: 1fr } }`;

/** One HTML page with every film's contact sheet, its brief and the sentences it says. */
export const indexPage = (films: readonly GalleryFilm[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>AIPROD gallery</title>
<style>${STYLE}</style>
<h1>Gallery</h1>
<p>${films.length} films, made on one machine without a key. Each sheet reads from left to right and down.</p>
${films.map(article).join('\n')}
</html>
`;

function article({ brief, title, sentences, video, sheet, scores }: GalleryFilm): string {
  const { name, kind, language, aspect, text } = brief;
  const measured = Object.entries(scores).map(([score, value]) => `${score} ${value.toFixed(2)}`);
  return `<article id="${escape(name)}">
<a href="${escape(video)}"><img src="${escape(sheet)}" alt="Contact sheet of ${escape(title)}" loading="lazy"></a>
<div>
<h2>${escape(kind)}: <span lang="${language}">${escape(title)}</span></h2>
<p>${[language, aspect, ...measured].map(escape).join(' · ')}</p>
<blockquote lang="${language}">${escape(text)}</blockquote>
<ol lang="${language}">${sentences.map((sentence) => `<li>${escape(sentence)}</li>`).join('')}</ol>
</div>
</article>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
