import { linkOf } from './source-link';

test.each([
  ['arXiv:1902.09914', 'arXiv:1902.09914', 'https://arxiv.org/abs/1902.09914'],
  ['arXiv:2405.14806, table 1', 'arXiv:2405.14806', 'https://arxiv.org/abs/2405.14806'],
  ['arXiv:hep-ph/0601000', 'arXiv:hep-ph/0601000', 'https://arxiv.org/abs/hep-ph/0601000'],
  ['doi:10.21468/SciPostPhys.7.1.014', 'doi:10.21468/SciPostPhys.7.1.014', 'https://doi.org/10.21468/SciPostPhys.7.1.014'],
  ['https://example.org/a, page 2', 'https://example.org/a', 'https://example.org/a'],
  ['javascript:alert(1)', 'javascript:alert(1)', null],
  ['private communication', 'private communication', null],
])('%s', (source, identifier, href) => expect(linkOf(source)).toEqual({ identifier, href }));
