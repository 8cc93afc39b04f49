// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Moments;

/** Mean and central moments. */
final class MomentsAccumulator extends Accumulator {

  private static final long serialVersionUID = 1L;

  private final Pivot pivot;
  private final Moments moments = new Moments();

  MomentsAccumulator(Pivot pivot) {
    this.pivot = pivot;
  }

  @Override
  void add(Batch batch) {
    if (moments.count() == 0) {
      moments.pivot(pivot.exact());
    }
    moments.add(batch.deltas(pivot), batch.size);
  }

  @Override
  void merge(Accumulator other) {
    moments.merge(((MomentsAccumulator) other).moments);
  }

  Moments moments() {
    return moments;
  }
}
