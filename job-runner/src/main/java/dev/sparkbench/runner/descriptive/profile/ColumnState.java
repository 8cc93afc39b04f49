// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.profile.ProfilePlan.ColumnPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Optional;

/** The statistics of one column over a part of the data. */
final class ColumnState implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ColumnPlan plan;
  private final Pivot pivot;
  private final ArrayList<Accumulator> accumulators = new ArrayList<>();

  // Exact counts, used instead of sketches; null if no sketch was requested, or if there were too
  // many values and the sketches took over.
  private ExactValues exact;
  private long values;

  /** Creates an empty state; the seed is for random choices. */
  ColumnState(ColumnPlan plan, long seed) {
    this.plan = plan;
    this.pivot = needsPivot(plan) ? new Pivot(plan.type()) : null;
    for (Statistic statistic : plan.sizes().keySet()) {
      if (plan.keeps(statistic)) {
        accumulator(statistic, seed).ifPresent(accumulators::add);
      }
    }
    exact = ExactValues.of(plan);
  }

  private static boolean needsPivot(ColumnPlan plan) {
    return plan.keeps(Statistic.MOMENTS) || plan.keeps(Statistic.CORRELATION);
  }

  private Optional<Accumulator> accumulator(Statistic statistic, long seed) {
    ColumnType type = plan.type();
    return switch (statistic) {
      // The number of values is a field of this class; the table keeps the others.
      case COUNT, CORRELATION, ROWS, EXACT_ROWS -> Optional.empty();
      case RANGE -> Optional.of(new RangeAccumulator(type));
      case SUM -> Optional.of(new SumAccumulator(type));
      case MOMENTS -> Optional.of(new MomentsAccumulator(pivot));
      case SIGNS -> Optional.of(new SignsAccumulator(type));
      case DISTINCT -> Optional.of(new DistinctAccumulator(type, plan.size(statistic)));
      case QUANTILES -> Optional.of(new QuantilesAccumulator(type, plan.size(statistic), seed));
      case FREQUENT -> Optional.of(new FrequentAccumulator(type));
      case LENGTHS -> Optional.of(new LengthsAccumulator());
      case TEXT_FORMAT -> Optional.of(new TextFormatAccumulator());
    };
  }

  /** A reader of the data that the accumulators need. */
  ValueReader reader() {
    boolean hashes =
        plan.keeps(Statistic.DISTINCT) || plan.keeps(Statistic.FREQUENT) || plan.keepsRows();
    return new ValueReader(plan.type(), hashes, plan.keeps(Statistic.LENGTHS));
  }

  /** Whether values are needed, not only nulls. */
  boolean needsValues() {
    return !accumulators.isEmpty() || plan.keeps(Statistic.CORRELATION) || plan.keepsRows();
  }

  void add(Batch batch) {
    values += batch.size;
    if (pivot != null) {
      pivot.choose(batch);
    }
    // Sketches get nothing as long as values are counted exactly.
    boolean counted = exact != null;
    if (counted && !exact.add(batch)) {
      giveUpCounting(batch);
    }
    for (Accumulator accumulator : accumulators) {
      if (!(counted && accumulator instanceof SketchAccumulator)) {
        accumulator.add(batch);
      }
    }
  }

  private void giveUpCounting(Batch scratch) {
    for (Accumulator accumulator : accumulators) {
      if (accumulator instanceof SketchAccumulator sketch) {
        exact.giveTo(sketch, scratch);
      }
    }
    exact = null;
  }

  void finish(Batch scratch) {
    if (exact != null && !exact.finish()) {
      giveUpCounting(scratch);
    }
    accumulators.forEach(accumulator -> accumulator.finish(scratch));
  }

  void merge(ColumnState other) {
    values += other.values;
    mergeExact(other);
    for (int i = 0; i < accumulators.size(); i++) {
      accumulators.get(i).merge(other.accumulators.get(i));
    }
  }

  /** Either both keep exact counts, or neither does. */
  private void mergeExact(ColumnState other) {
    if (exact != null && other.exact != null) {
      if (!exact.merge(other.exact)) {
        giveUpCounting(null);
      }
      return;
    }
    if (exact != null) {
      giveUpCounting(null);
    }
    if (other.exact != null) {
      other.giveUpCounting(null);
    }
  }

  /**
   * All different values with their counts; null if they are not kept, or if there are too many.
   */
  ExactValues exact() {
    return exact;
  }

  ColumnPlan plan() {
    return plan;
  }

  Pivot pivot() {
    return pivot;
  }

  /** The number of values that are not null. */
  long values() {
    return values;
  }

  <P extends Accumulator> Optional<P> accumulator(Class<P> kind) {
    return accumulators.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
