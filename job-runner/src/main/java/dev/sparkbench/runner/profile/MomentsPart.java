package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.statistics.Moments;

/** Mean and central moments. */
final class MomentsPart extends Part {

  private static final long serialVersionUID = 1L;

  private final Pivot pivot;
  private final Moments moments = new Moments();

  MomentsPart(Pivot pivot) {
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
  void merge(Part other) {
    moments.merge(((MomentsPart) other).moments);
  }

  Moments moments() {
    return moments;
  }
}
