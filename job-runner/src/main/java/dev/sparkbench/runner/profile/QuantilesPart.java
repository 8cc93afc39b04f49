package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.statistics.Quantiles;

/** The sample for quantiles. */
final class QuantilesPart extends Part {

  private static final long serialVersionUID = 1L;

  private final Quantiles quantiles;

  QuantilesPart(ColumnType type, int size, long seed) {
    quantiles = new Quantiles(size, type.hasDoubleKeys(), seed);
  }

  @Override
  void add(Batch batch) {
    quantiles.add(batch.keys, batch.size, batch.sorter);
  }

  @Override
  void finish(Batch scratch) {
    quantiles.finish(scratch.sorter);
  }

  @Override
  void merge(Part other) {
    quantiles.merge(((QuantilesPart) other).quantiles);
  }

  Quantiles quantiles() {
    return quantiles;
  }
}
