'use client';

import { useRef, useState } from 'react';
import type { SubmissionContract } from '@unblind/onnx-inspect';
import { checkFile } from './check-file';
import type { Check, FileRules } from './check-file';

export interface ChosenFile {
  file: File;
  /** Null while the check runs. */
  check: Check | null;
  error: string | null;
}

export function useCheck(rules: FileRules, contract: SubmissionContract) {
  const [chosen, setChosen] = useState<ChosenFile | null>(null);
  const latest = useRef<File | null>(null);

  const choose = async (file: File) => {
    latest.current = file;
    setChosen({ file, check: null, error: null });
    const result = await checkFile(file, rules, contract).then(
      (check) => ({ file, check, error: null }),
      (error: unknown) => ({ file, check: null, error: error instanceof Error ? error.message : String(error) }),
    );
    // Another file may have been chosen in the meantime.
    if (latest.current === file) setChosen(result);
  };
  return { chosen, choose };
}
