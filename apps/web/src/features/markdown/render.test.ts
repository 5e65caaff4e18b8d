import { renderMarkdown } from './render';

const render = (markdown: string): string => renderMarkdown(markdown, 'top-tagging');

describe('an organiser’s page', () => {
  test('cannot bring scripts, handlers, frames or styles', () => {
    const html = render(
      [
        '<script>alert(1)</script>',
        '<img src=x onerror=alert(1)>',
        '[click](javascript:alert(1))',
        '![x](javascript:alert(1))',
        '<iframe src="https://elsewhere.example"></iframe>',
        '<p style="position:fixed">over everything</p>',
      ].join('\n\n'),
    );
    expect(html).not.toMatch(/<script|onerror|javascript:|<iframe|style=/);
  });

  test('cannot bring markup or links through a formula', () => {
    const html = render('$\\href{javascript:alert(1)}{x}$ and $\\text{<img src=x onerror=alert(1)>}$ and $\\htmlClass{fixed}{x}$');
    expect(html).not.toMatch(/<img|<a /);
    expect(html).toContain('&lt;img');
  });

  test('has its formulas typeset, displayed when alone in a paragraph', () => {
    expect(render('a jet of $p_T$')).toMatch(/<p>a jet of <span class="katex">/);
    expect(render('$$m^2 = E^2 - p^2$$')).toContain('katex-display');
    expect(render('$$\nm^2\n$$')).toContain('katex-display');
  });

  test('shows a formula with a mistake as its source, and the rest of the page all the same', () => {
    expect(render('before $\\frac{1$ after')).toMatch(/before .*katex-error.*\\frac\{1.* after/s);
  });

  test('takes figures from its own challenge, as figures with their caption', () => {
    expect(render('![Mass](figures/jet-mass.svg "The mass of jets.")')).toBe(
      '<figure><img src="/challenge-figures/top-tagging/jet-mass.svg" alt="Mass"><figcaption>The mass of jets.</figcaption></figure>',
    );
  });

  test('leaves paths that are not its figures alone, so that they find nothing', () => {
    expect(render('![x](figures/../../secret.svg)')).not.toContain('challenge-figures');
  });

  test('has tables that scroll by themselves and keep their alignment', () => {
    const html = render('| a | b |\n|---|--:|\n| 1 | 2 |');
    expect(html).toMatch(/<div class="scroll" tabindex="0" role="region"[^>]*><table>/);
    expect(html).toContain('<td align="right">2</td>');
  });

  test('does not repeat the page’s own rank of heading', () => expect(render('# Data')).toBe('<h2>Data</h2>'));
});
