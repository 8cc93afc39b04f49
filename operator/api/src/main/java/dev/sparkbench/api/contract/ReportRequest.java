// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.sparkbench.api.scaling.Costs;
import dev.sparkbench.api.scaling.Fleet;
import dev.sparkbench.api.scaling.Price;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything the report pod needs to know.
 *
 * @param version the contract's version
 * @param jobId names the results
 * @param dataset {@code s3://bucket/key} of the dataset
 * @param workload what was computed
 * @param storage the store for the documents
 * @param outputPrefix {@code s3://bucket/prefix/}, the folder of the documents
 * @param measurement how the node counts were measured
 * @param runs one entry per node count, in the manifest's order; with variants, of the reference
 * @param goal the requirements for a node count; null without a goal
 * @param cost the price of an executor; null if none was given
 * @param variants all variants, the reference first; empty without variants
 * @param comparison the requirements for every variant; null if there are none
 */
@RecordBuilder
public record ReportRequest(
    int version,
    String jobId,
    String dataset,
    Workload workload,
    Storage storage,
    String outputPrefix,
    Measurement measurement,
    List<RunResult> runs,
    Goal goal,
    Cost cost,
    List<Variant> variants,
    ComparisonGoal comparison)
    implements Versioned {

  /**
   * Copies the runs; null becomes empty. An operator that sends no measurement supports only one
   * trial.
   */
  public ReportRequest {
    measurement = measurement == null ? Measurement.ONCE : measurement;
    runs = runs == null ? List.of() : List.copyOf(runs);
    variants = variants == null ? List.of() : List.copyOf(variants);
  }

  /** The request for a report on one of the variants alone. */
  public ReportRequest of(Variant variant) {
    return ReportRequestBuilder.builder(this)
        .outputPrefix(layout().of(variant.name()).output().toString())
        .runs(variant.runs())
        .cost(variant.cost())
        .variants(List.of())
        .comparison(null)
        .build();
  }

  /** The requirements for a node count as a goal; that without any, if there are none. */
  @JsonIgnore
  public dev.sparkbench.api.scaling.Goal requirements() {
    return goal == null
        ? dev.sparkbench.api.scaling.Goal.NONE
        : dev.sparkbench.api.scaling.Goal.of(goal.maxSeconds(), goal.minEfficiencyPercent());
  }

  /** The layout of the documents. */
  @JsonIgnore
  public ResultLayout layout() {
    return new ResultLayout(S3Uri.parse(outputPrefix));
  }

  /** The node counts that have all their trials, and so can be compared. */
  public List<RunResult> measured() {
    return runs.stream()
        .filter(run -> run.failure() == null && !run.samples().isEmpty())
        .filter(run -> run.trials() >= measurement.trials())
        .toList();
  }

  /** The costs of the node counts that can be compared. */
  public Costs costs() {
    return Costs.of(
        Optional.ofNullable(cost).map(Cost::price),
        measured().stream().collect(Collectors.toMap(RunResult::nodes, RunResult::fleet)));
  }

  /** The time of measuring all node counts; empty if unknown. */
  public Optional<TimeSpent> spent() {
    return TimeSpent.sum(runs.stream().map(RunResult::spent).toList());
  }

  /**
   * How the node counts were measured.
   *
   * @param trials the number of runs of each node count, each in fresh pods
   * @param order the order of the node counts within each trial: {@code Ascending} or {@code
   *     Shuffled}
   * @param orderSeed the seed of the shuffled order; null if it was not shuffled
   */
  public record Measurement(int trials, String order, Long orderSeed) {

    /** Each node count once, in ascending order. */
    public static final Measurement ONCE = new Measurement(1, "Ascending", null);
  }

  /**
   * The requirements for a node count.
   *
   * @param maxSeconds the longest time; null for any
   * @param minEfficiencyPercent the lowest efficiency; null for any
   */
  public record Goal(Integer maxSeconds, Integer minEfficiencyPercent) {}

  /**
   * The prices of pods.
   *
   * @param executorHourPrice a decimal number; after the discount of spot capacity
   * @param currency three capital letters
   * @param driverHourPrice a decimal number; null, from older operators, for that of an executor
   * @param instanceTypes the price of an executor on Kubernetes nodes of an instance type; {@code
   *     executorHourPrice} is for all others
   */
  public record Cost(
      String executorHourPrice,
      String currency,
      String driverHourPrice,
      Map<String, String> instanceTypes) {

    /** Fills in the driver's price, and copies the map; null becomes empty. */
    public Cost {
      driverHourPrice = driverHourPrice == null ? executorHourPrice : driverHourPrice;
      instanceTypes =
          instanceTypes == null
              ? Map.of()
              : Collections.unmodifiableMap(new TreeMap<>(instanceTypes));
    }

    /** The prices from a price. */
    public static Cost of(Price price) {
      Map<String, String> byType = new TreeMap<>();
      price
          .perExecutorHourByType()
          .forEach((type, amount) -> byType.put(type, amount.toPlainString()));
      return new Cost(
          price.perExecutorHour().toPlainString(),
          price.currency(),
          price.perDriverHour().toPlainString(),
          byType);
    }

    /** The prices from which costs are computed. */
    public Price price() {
      Map<String, BigDecimal> byType = new TreeMap<>();
      instanceTypes.forEach((type, amount) -> byType.put(type, new BigDecimal(amount)));
      return new Price(
          new BigDecimal(executorHourPrice), new BigDecimal(driverHourPrice), currency, byType);
    }
  }

  /**
   * The results of a variant.
   *
   * @param name its name
   * @param cores the cores of each executor
   * @param runs one entry per node count; each trial has one sample, the median of its iterations
   * @param cost the price of its executors; null if none was given
   */
  public record Variant(String name, int cores, List<RunResult> runs, Cost cost) {

    /** Copies the runs; null is empty. */
    public Variant {
      runs = runs == null ? List.of() : List.copyOf(runs);
    }
  }

  /**
   * The requirements for every variant, compared with the reference.
   *
   * @param maxSlowdownPercent by how many per cent it may be slower; null for any
   * @param minSpeedup how many times as fast it must be; null for any
   */
  public record ComparisonGoal(Integer maxSlowdownPercent, Double minSpeedup) {}

  /**
   * The result of one node count.
   *
   * @param nodes executor pods
   * @param samples measured wall times in seconds, by trial; each trial has the same number
   * @param trials the number of trials
   * @param attempts the number of attempts of all trials
   * @param executorsLost the number of executors lost while measuring
   * @param disturbed the number of disturbed iterations
   * @param failure what went wrong; null after a success
   * @param spent the time of measuring; null if unknown
   * @param instanceTypes the number of executors by instance type of their Kubernetes nodes, for
   *     all trials together, as far as it is known
   */
  public record RunResult(
      int nodes,
      List<Double> samples,
      int trials,
      int attempts,
      int executorsLost,
      int disturbed,
      Failure failure,
      TimeSpent spent,
      Map<String, Integer> instanceTypes) {

    /**
     * Copies samples and instance types; null becomes empty. Samples without a number of trials, as
     * early operators sent them, are from one trial.
     */
    public RunResult {
      samples = samples == null ? List.of() : List.copyOf(samples);
      instanceTypes = InstanceTypes.bounded(instanceTypes);
      trials = trials == 0 && !samples.isEmpty() ? 1 : trials;
    }

    /** For executors whose instance types are unknown. */
    public RunResult(
        int nodes,
        List<Double> samples,
        int trials,
        int attempts,
        int executorsLost,
        int disturbed,
        Failure failure,
        TimeSpent spent) {
      this(nodes, samples, trials, attempts, executorsLost, disturbed, failure, spent, null);
    }

    /** The executors of all trials. */
    public Fleet fleet() {
      return new Fleet(nodes * trials, instanceTypes);
    }
  }
}
