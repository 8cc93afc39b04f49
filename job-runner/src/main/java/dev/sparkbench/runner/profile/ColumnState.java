package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.profile.Plan.ColumnPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that is kept of one column over a part of the data. */
final class ColumnState implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ColumnPlan plan;
  private final Pivot pivot;
  private final List<Part> parts = new ArrayList<>();

  // What sketches would have to tell; null where there is none, and when there were too many values
  // and the sketches took over.
  private ExactValues exact;
  private long values;

  /** Makes a state without values; the seed is for what is left to chance. */
  ColumnState(ColumnPlan plan, long seed) {
    this.plan = plan;
    this.pivot = needsPivot(plan) ? new Pivot(plan.type()) : null;
    for (Statistic statistic : plan.sizes().keySet()) {
      if (plan.keeps(statistic)) {
        part(statistic, seed).ifPresent(parts::add);
      }
    }
    exact = ExactValues.of(plan);
  }

  private static boolean needsPivot(ColumnPlan plan) {
    return plan.keeps(Statistic.MOMENTS) || plan.keeps(Statistic.CORRELATION);
  }

  private Optional<Part> part(Statistic statistic, long seed) {
    ColumnType type = plan.type();
    return switch (statistic) {
      // The number of values is kept here, and the others are of the table.
      case COUNT, CORRELATION, ROWS, EXACT_ROWS -> Optional.empty();
      case RANGE -> Optional.of(new RangePart(type));
      case SUM -> Optional.of(new SumPart(type));
      case MOMENTS -> Optional.of(new MomentsPart(pivot));
      case SIGNS -> Optional.of(new SignsPart(type));
      case DISTINCT -> Optional.of(new DistinctPart(type, plan.size(statistic)));
      case QUANTILES -> Optional.of(new QuantilesPart(type, plan.size(statistic), seed));
      case FREQUENT -> Optional.of(new FrequentPart(type));
      case LENGTHS -> Optional.of(new LengthsPart());
      case TEXT_FORMAT -> Optional.of(new TextFormatPart());
    };
  }

  /** The reader of what the parts need. */
  ValueReader reader() {
    boolean hashes =
        plan.keeps(Statistic.DISTINCT) || plan.keeps(Statistic.FREQUENT) || plan.keepsRows();
    return new ValueReader(plan.type(), hashes, plan.keeps(Statistic.LENGTHS));
  }

  /** Whether values have to be looked at, not only nulls. */
  boolean needsValues() {
    return !parts.isEmpty() || plan.keeps(Statistic.CORRELATION) || plan.keepsRows();
  }

  void add(Batch batch) {
    values += batch.size;
    if (pivot != null) {
      pivot.choose(batch);
    }
    // What is counted here, no sketch is given.
    boolean counted = exact != null;
    if (counted && !exact.add(batch)) {
      giveUpCounting(batch);
    }
    for (Part part : parts) {
      if (!(counted && part instanceof SketchPart)) {
        part.add(batch);
      }
    }
  }

  private void giveUpCounting(Batch scratch) {
    for (Part part : parts) {
      if (part instanceof SketchPart sketch) {
        exact.giveTo(sketch, scratch);
      }
    }
    exact = null;
  }

  void finish(Batch scratch) {
    if (exact != null && !exact.finish()) {
      giveUpCounting(scratch);
    }
    parts.forEach(part -> part.finish(scratch));
  }

  void merge(ColumnState other) {
    values += other.values;
    mergeExact(other);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).merge(other.parts.get(i));
    }
  }

  /** Both count on, or neither does. */
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

  /** All different values; null if they are not kept, or if there are too many. */
  ExactValues exact() {
    return exact;
  }

  ColumnPlan plan() {
    return plan;
  }

  Pivot pivot() {
    return pivot;
  }

  /** How many values there are that are no nulls. */
  long values() {
    return values;
  }

  <P extends Part> Optional<P> part(Class<P> kind) {
    return parts.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
