package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.statistics.Distinct;

/** The sketch of distinct values. */
final class DistinctPart extends Part {

  private static final long serialVersionUID = 1L;

  private final Distinct distinct;

  DistinctPart(int precision) {
    distinct = new Distinct(precision);
  }

  @Override
  void add(Batch batch) {
    distinct.add(batch.hashes(), batch.entries);
  }

  @Override
  void merge(Part other) {
    distinct.merge(((DistinctPart) other).distinct);
  }

  Distinct distinct() {
    return distinct;
  }
}
