// Where this project and skopeo with umoci do not agree, and why. What is not listed here must be alike.

/** With which words an archive is refused that has such a value (features.py). */
export const refusedFor = {
  names: {
    // It would have to be cut to mean a place in the image; no builder writes one.
    absolute: /its path is absolute/,
    climbing: /its path contains '\.\.'/,
    // File names are text here; the file would get another name.
    'not UTF-8': /its name is not UTF-8/,
    'control character': /its name contains control characters/,
  },
  links: {
    // Nothing follows a link while an image is unpacked, and a link of two names is not a file.
    'hard to a link': /a hard link to what is not a file/,
    'hard to nothing': /a hard link to what is not a file/,
    'leaving the root': /leaves the image's root/,
  },
  entries: {
    pipe: /it is a named pipe/,
    device: /it is a device/,
    'sparse GNU': /of a kind that images do not use/,
    'sparse 0.0': /stored as a sparse file/,
    'sparse 0.1': /stored as a sparse file/,
    'sparse 1.0': /stored as a sparse file/,
    'behind a link': /behind a symbolic link/,
    'inside a file': /inside what is a file/,
  },
  compression: {
    zstd: /a layer has an unsupported compression/,
    xz: /a layer has an unsupported compression/,
  },
  end: { cut: /damaged or incomplete/, 'after a zero block': /damaged or incomplete/ },
  config: {
    'no command': /nothing to start/,
    'other machine': /another kind of machine/,
    'relative directory': /not an absolute path/,
    'no variable': /not a variable/,
  },
  form: {
    'two images': /holds 2 images/,
    'wrong digest': /not what its digest says/,
    'lost layer': /the archive lacks/,
    'compressed as a whole': /compressed as a whole/,
  },
};

/** Entries that are drawn at random may meet in these ways, whatever the row says. */
export const metAtRandom = [/behind a symbolic link/, /inside what is a file/, /hard link (to what is not|in place of)/];
