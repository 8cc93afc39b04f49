// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import static dev.sparkbench.api.scaling.Figures.nodes;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The costs of a benchmark's node counts. Both the operator's status and the report's documents use
 * this class, with the same executors, so that they agree.
 */
public final class Costs {

  /** The costs of a benchmark without prices. */
  public static final Costs UNPRICED = new Costs(Optional.empty(), Map.of());

  private final Optional<Price> price;
  private final SortedMap<Integer, Fleet> fleets;

  private Costs(Optional<Price> price, Map<Integer, Fleet> fleets) {
    this.price = price;
    this.fleets = new TreeMap<>(fleets);
  }

  /**
   * The costs with a price.
   *
   * @param price empty if none was given
   * @param fleets the executors by node count
   */
  public static Costs of(Optional<Price> price, Map<Integer, Fleet> fleets) {
    return new Costs(price, fleets);
  }

  /** The average price of an executor of a node count for an hour; empty without a price. */
  public Optional<BigDecimal> executorHour(int nodes) {
    return price.map(it -> it.executorHour(fleets.getOrDefault(nodes, new Fleet(nodes, Map.of()))));
  }

  /** The cost of one pass over the data; empty without a price. */
  public Optional<BigDecimal> of(ScalingPoint point) {
    return executorHour(point.nodes()).map(hour -> Price.of(point.executorSeconds(), hour));
  }

  /**
   * The cost of a pass that was not measured; empty without a price.
   *
   * @param nodes executor pods
   * @param seconds the time of the pass
   * @param pricedAs the measured node count whose executors have the same price
   */
  public Optional<BigDecimal> ofPass(int nodes, double seconds, int pricedAs) {
    return executorHour(pricedAs).map(hour -> Price.of(nodes * seconds, hour));
  }

  /** The cost of a job from start to end; empty without a price. */
  public Optional<BigDecimal> of(OneJob job) {
    return price.flatMap(it -> executorHour(job.nodes()).map(hour -> it.of(job, hour)));
  }

  /**
   * The order from the cheapest pass to the most expensive; without a price, by executor-seconds.
   */
  Comparator<ScalingPoint> cheapestFirst() {
    return Comparator.comparingDouble(this::weight)
        .thenComparingDouble(ScalingPoint::executorSeconds)
        .thenComparingInt(ScalingPoint::nodes);
  }

  /** The cost of a pass divided by that of another; empty if executors have the same price. */
  Optional<Double> ratio(ScalingPoint point, ScalingPoint other) {
    Optional<BigDecimal> hour = executorHour(point.nodes());
    return hour.equals(executorHour(other.nodes())) || weight(other) == 0
        ? Optional.empty()
        : Optional.of(weight(point) / weight(other));
  }

  /**
   * Whether a pass of one node count certainly costs less than one of another: their intervals,
   * relative to the baseline, do not overlap.
   */
  boolean isSurelyCheaper(ScalingPoint point, ScalingPoint other) {
    Optional<Interval> cost = relativeCost(point);
    Optional<Interval> otherCost = relativeCost(other);
    return cost.isPresent() && otherCost.isPresent() && cost.get().high() < otherCost.get().low();
  }

  /** The cost divided by that of the baseline with the same price; empty with one trial. */
  private Optional<Interval> relativeCost(ScalingPoint point) {
    double hour = executorHour(point.nodes()).map(BigDecimal::doubleValue).orElse(1.0);
    return (point.isBaseline() ? Optional.of(new Interval(1, 1)) : point.efficiencyInterval())
        .map(efficiency -> new Interval(hour / efficiency.high(), hour / efficiency.low()));
  }

  private double weight(ScalingPoint point) {
    return executorHour(point.nodes()).map(BigDecimal::doubleValue).orElse(1.0)
        * point.executorSeconds();
  }

  /**
   * Remarks about executors for which prices by instance type were given, but the general price was
   * used; sentences without a full stop.
   */
  public List<String> remarks() {
    if (price.isEmpty() || price.get().perExecutorHourByType().isEmpty()) {
      return List.of();
    }
    List<Integer> unknown = new ArrayList<>();
    TreeSet<String> unlisted = new TreeSet<>();
    fleets.forEach(
        (nodes, fleet) -> {
          if (fleet.unknown() > 0) {
            unknown.add(nodes);
          }
          unlisted.addAll(price.get().unlisted(fleet));
        });
    List<String> remarks = new ArrayList<>();
    if (!unknown.isEmpty()) {
      remarks.add(
          "the instance types of executors of %s are not known, so cost.executorHourPrice was used: drivers must be allowed to read nodes (the chart's jobs.rbac.readNodes)"
              .formatted(nodes(unknown)));
    }
    if (!unlisted.isEmpty()) {
      remarks.add(
          "cost.instanceTypes has no price for %s, so cost.executorHourPrice was used"
              .formatted(String.join(", ", unlisted)));
    }
    return remarks;
  }
}
