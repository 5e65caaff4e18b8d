import { ociEntries, programEntries, tarOf } from '@unblind/sandbox';

/** Reads the jets' masses as npy and writes a score for each; `$n` is how many there are. Perl is on every Debian. */
export const perlServer = (beforeAnswer: string): string => `
$| = 1; print qq({"ready":true,"views":["jet"]}\\n);
while (<STDIN>) {
  my ($id, $in, $out) = /"id":(\\d+),"input":"([^"]+)","output":"([^"]+)"/ or die;
  open my $f, '<:raw', "$in/jet.npy" or die; my $b = do { local $/; <$f> }; close $f;
  my @v = unpack 'f<*', substr($b, 10 + unpack('v', substr($b, 8, 2)));
  my $n = @v / 9; my @s = map { 1 / (1 + exp(-($v[9 * $_ + 3] - 120) / 40)) } 0 .. $n - 1;
  ${beforeAnswer}
  my $h = sprintf "%-117s\\n", "{'descr': '<f4', 'fortran_order': False, 'shape': ($n,), }";
  open my $o, '>:raw', $out or die; print $o "\\x93NUMPY\\x01\\x00" . pack('v', length $h) . $h . pack('f<*', @s); close $o;
  print qq({"id":$id}\\n);
}`;

/** The archive of such an image, built from this machine's programs. */
export async function perlImage(beforeAnswer = ''): Promise<Buffer> {
  const layer = await tarOf([...programEntries(['/usr/bin/perl']), { name: 'server.pl', content: perlServer(beforeAnswer) }]);
  return tarOf(ociEntries({ layers: [layer], config: { Entrypoint: ['/usr/bin/perl', '/server.pl'], Env: ['LC_ALL=C'] } }));
}
