import { ParticipantFault } from '@unblind/contracts';

const rebuild = 'Build the image again and save it with `docker save`, or with skopeo or buildah as an oci-archive.';

export function invalidImage(message: string, parts: { expected?: string; got?: string; subject?: string; fix?: string } = {}) {
  return new ParticipantFault('image-invalid', { message, fix: rebuild, ...parts });
}

/** The fault for an entry of the archive or of a layer that no normal image needs. Control characters in its name are escaped. */
export function refusedEntry(name: string, why: string, fix = 'Leave it out of the image.') {
  const shown = printable(name);
  return new ParticipantFault('image-entry-refused', { message: `the entry ${shown} is refused: ${why}`, subject: shown, fix });
}

export function printable(name: string): string {
  const text = JSON.stringify(name).slice(1, -1);
  return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
}
