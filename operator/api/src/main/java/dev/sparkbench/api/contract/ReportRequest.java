// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.sparkbench.api.scaling.Costs;
import dev.sparkbench.api.scaling.Fleet;
import dev.sparkbench.api.scaling.Price;
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
 * @param storage where the documents go
 * @param outputPrefix {@code s3://bucket/prefix/} below which they go
 * @param measurement how the node counts were measured
 * @param runs one entry per node count, in the manifest's order; with variants, of the reference
 * @param goal what a node count has to reach; null without a goal
 * @param cost what an executor costs; null when nobody said
 * @param variants all variants, the reference first; empty without variants
 * @param comparison what every variant has to reach; null without such a wish
 */
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
    Wish comparison)
    implements Versioned {

  /** Copies the runs, null is empty; an operator that says no measurement knows of one trial. */
  public ReportRequest {
    measurement = measurement == null ? Measurement.ONCE : measurement;
    runs = runs == null ? List.of() : List.copyOf(runs);
    variants = variants == null ? List.of() : List.copyOf(variants);
  }

  /** A request without variants. */
  public ReportRequest(
      int version,
      String jobId,
      String dataset,
      Workload workload,
      Storage storage,
      String outputPrefix,
      Measurement measurement,
      List<RunResult> runs,
      Goal goal,
      Cost cost) {
    this(
        version,
        jobId,
        dataset,
        workload,
        storage,
        outputPrefix,
        measurement,
        runs,
        goal,
        cost,
        List.of(),
        null);
  }

  /** The request for a report on one of the variants alone. */
  public ReportRequest of(Variant variant) {
    return new ReportRequest(
        version,
        jobId,
        dataset,
        workload,
        storage,
        layout().of(variant.name()).output().toString(),
        measurement,
        variant.runs(),
        goal,
        variant.cost());
  }

  /** Where the documents go. */
  @JsonIgnore
  public ResultLayout layout() {
    return new ResultLayout(S3Uri.parse(outputPrefix));
  }

  /** The node counts with all their trials: those that can be compared. */
  public List<RunResult> measured() {
    return runs.stream()
        .filter(run -> run.failure() == null && !run.samples().isEmpty())
        .filter(run -> run.trials() >= measurement.trials())
        .toList();
  }

  /** What the node counts cost that can be compared. */
  public Costs costs() {
    return Costs.of(
        Optional.ofNullable(cost).map(Cost::price),
        measured().stream().collect(Collectors.toMap(RunResult::nodes, RunResult::fleet)));
  }

  /** What measuring all node counts took; empty if nobody knows. */
  public Optional<TimeSpent> spent() {
    return TimeSpent.sum(runs.stream().map(RunResult::spent).toList());
  }

  /**
   * How the node counts were measured.
   *
   * @param trials runs of each node count, each in fresh pods
   * @param order of the node counts within each trial: {@code Ascending} or {@code Shuffled}
   * @param orderSeed what they were shuffled by; null if they were not
   */
  public record Measurement(int trials, String order, Long orderSeed) {

    /** Each node count once, in ascending order. */
    public static final Measurement ONCE = new Measurement(1, "Ascending", null);
  }

  /**
   * What a node count has to reach.
   *
   * @param maxSeconds the longest time; null for any
   * @param minEfficiencyPercent the lowest efficiency; null for any
   */
  public record Goal(Integer maxSeconds, Integer minEfficiencyPercent) {}

  /**
   * What pods cost.
   *
   * @param executorHourPrice a decimal number; with what spot capacity saves taken off
   * @param currency three capital letters
   * @param driverHourPrice a decimal number; null, from operators that do not say, for that of an
   *     executor
   * @param instanceTypes what an executor costs on Kubernetes nodes of that instance type, as
   *     {@code executorHourPrice} is for all others
   */
  public record Cost(
      String executorHourPrice,
      String currency,
      String driverHourPrice,
      Map<String, String> instanceTypes) {

    /** Fills in the driver's price, and copies the map; null is empty. */
    public Cost {
      driverHourPrice = driverHourPrice == null ? executorHourPrice : driverHourPrice;
      instanceTypes =
          instanceTypes == null
              ? Map.of()
              : Collections.unmodifiableMap(new TreeMap<>(instanceTypes));
    }

    /** Of a price. */
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

    /** What costs are computed by. */
    public Price price() {
      Map<String, BigDecimal> byType = new TreeMap<>();
      instanceTypes.forEach((type, amount) -> byType.put(type, new BigDecimal(amount)));
      return new Price(
          new BigDecimal(executorHourPrice), new BigDecimal(driverHourPrice), currency, byType);
    }
  }

  /**
   * What became of a variant.
   *
   * @param name its name
   * @param cores of each of its executors
   * @param runs one entry per node count; of each trial one sample, the median of its iterations
   * @param cost what its executors cost; null when nobody said
   */
  public record Variant(String name, int cores, List<RunResult> runs, Cost cost) {

    /** Copies the runs; null is empty. */
    public Variant {
      runs = runs == null ? List.of() : List.copyOf(runs);
    }
  }

  /**
   * What every variant has to reach, compared with the reference.
   *
   * @param maxSlowdownPercent by how many per cent it may take longer; null for any
   * @param minSpeedup how many times as fast it has to be; null for any
   */
  public record Wish(Integer maxSlowdownPercent, Double minSpeedup) {}

  /**
   * What became of one node count.
   *
   * @param nodes executor pods
   * @param samples measured wall times in seconds, by trial, of each trial as many
   * @param trials how many trials they are of
   * @param attempts how many attempts these took
   * @param executorsLost how many executors went away while measuring
   * @param disturbed how many measured iterations were disturbed
   * @param failure what went wrong; null after a success
   * @param spent what measuring took; null if nobody knows
   * @param instanceTypes how many executors ran on Kubernetes nodes of which instance type, of all
   *     trials together, as far as that is known
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
     * Copies samples and instance types; null is empty. Samples of no trial, as operators said
     * once, are of one.
     */
    public RunResult {
      samples = samples == null ? List.of() : List.copyOf(samples);
      instanceTypes = InstanceTypes.bounded(instanceTypes);
      trials = trials == 0 && !samples.isEmpty() ? 1 : trials;
    }

    /** Of executors whose instance types are not known. */
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
