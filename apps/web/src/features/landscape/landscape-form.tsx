import { describeMetric, plainText } from '@unblind/contracts';
import type { ChallengeDetail, LandscapeAxis, LandscapeView } from '@unblind/contracts';
import { Button } from '@/ui/button';
import { SelectField } from '@/ui/field';

/** Chooses the two axes; works without JavaScript. */
export function LandscapeForm({ challenge, view }: { challenge: ChallengeDetail; view: LandscapeView }) {
  const { classes, shown } = view.hardware;
  return (
    <form
      key={`${view.phase} ${view.x.name} ${view.y.name} ${shown ?? ''}`}
      className="grid grid-cols-1 items-end gap-4 sm:grid-cols-2 lg:grid-cols-[2fr_2fr_1fr_2fr_auto]"
    >
      <SelectField label="Quality" name="y" defaultValue={view.y.name}>
        <Axes kind={challenge.kind} choices={view.choices.y} />
      </SelectField>
      <SelectField label="Cost" name="x" defaultValue={view.x.name}>
        <Axes kind={challenge.kind} choices={view.choices.x} />
      </SelectField>
      <SelectField label="Phase" name="phase" defaultValue={view.phase}>
        {challenge.phases.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </SelectField>
      {classes.length > 1 && (
        <SelectField label="Machines" name="hardware" defaultValue={shown ?? ''}>
          <option value="">Default for this cost</option>
          {classes.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
      )}
      <Button type="submit" variant="quiet" className="justify-self-start">
        Draw
      </Button>
    </form>
  );
}

function Axes({ kind, choices }: { kind: ChallengeDetail['kind']; choices: readonly LandscapeAxis[] }) {
  return choices.map(({ name }) => (
    <option key={name} value={name}>
      {plainText(describeMetric(kind, name).title)}
    </option>
  ));
}
