import { Notice } from '@/ui/notice';

/** Shown wherever results on a data set with public test truth are shown. */
export function OpenTruth() {
  return (
    <Notice title="The test truth of this data set is public">
      The labels were published with the data, so anyone can look them up or train on them. Ranks here compare methods on a known data set;
      they are not a blind measurement.
    </Notice>
  );
}
