package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.statistics.ValueCounts;

/**
 * A statistic that is exact as long as the column's different values are all counted, and a sketch
 * from then on: it gets nothing before.
 */
abstract class SketchPart extends Part {

  private static final long serialVersionUID = 1L;

  /** Takes over values that were only listed, which are as many keys. */
  abstract void takeOver(long[] listed, Batch scratch);

  /** Takes over values that were counted. */
  abstract void takeOver(ValueCounts.Entries counted);
}
