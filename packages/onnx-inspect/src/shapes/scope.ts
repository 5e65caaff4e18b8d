import { unknown, type Known } from './known';

/** Values by name; a body sees those around it. */
export class Scope {
  private readonly values = new Map<string, Known>();

  constructor(private readonly around: Scope | null = null) {}

  get(name: string): Known {
    return this.values.get(name) ?? this.around?.get(name) ?? unknown;
  }

  set(name: string, value: Known): void {
    if (name !== '') this.values.set(name, value);
  }
}
