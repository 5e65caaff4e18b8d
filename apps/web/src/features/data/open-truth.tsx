import { Notice } from '@/ui/notice';

/** Said wherever a board on such data is shown: its ranks are no blind measurement. */
export function OpenTruth() {
  return (
    <Notice title="The test truth of this data set is public">
      Its labels were published with it, so anybody can look them up, or train on them. Ranks here compare methods on a known data set; they
      are no blind measurement.
    </Notice>
  );
}
