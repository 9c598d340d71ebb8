import { BaseSequencer, type TestSpecification } from 'vitest/node';

const ORDER = ['web', 'hub', 'unit'];
/** Ten kills of a hub take a minute whatever the machine; on a first run vitest knows no durations, only sizes of files. */
const FIRST = /test\/crash\//;

/** The heavy projects first and the long files of each first, so that no worker is left alone with a long one. */
export class HeavyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const longestFirst = await super.sort(files);
    const rank = (file: TestSpecification) => ORDER.indexOf(file.project.name) - (FIRST.test(file.moduleId) ? 0.5 : 0);
    return longestFirst.sort((one, other) => rank(one) - rank(other));
  }
}
