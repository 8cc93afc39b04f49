// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunMeasurement;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.SuiteWorkload.Generate;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.api.resource.MeasurementSpec.Order;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec.FailurePolicy;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec.PodRetention;
import dev.sparkbench.api.scaling.ComparisonGoal;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Price;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A valid spec with every default filled in.
 *
 * @param jobId names the results
 * @param nodeList the node counts, ascending
 * @param workload what to compute
 * @param dataset what to read, without the fields that depend on earlier runs
 * @param storage how to reach the store
 * @param layout where results go
 * @param measurement how often to measure, and how
 * @param assessment the prices and requirements by which results are judged
 * @param pods the pods of runs
 * @param limits how long to wait, and how often to try
 * @param lifeCycle when to stop, to start over, and to delete
 * @param variants the configurations to compare, the reference first; empty without variants
 */
@RecordBuilder
public record Benchmark(
    String jobId,
    List<Integer> nodeList,
    Workload workload,
    Dataset dataset,
    Storage storage,
    ResultLayout layout,
    Measurement measurement,
    Assessment assessment,
    Pods pods,
    Limits limits,
    LifeCycle lifeCycle,
    List<Variant> variants) {

  /** From the report pod's creation to its end; independent of the limit of runs. */
  public static final Duration REPORT_TIMEOUT = Duration.ofMinutes(10);

  /** Copies the lists. */
  public Benchmark {
    nodeList = List.copyOf(nodeList);
    variants = List.copyOf(variants);
  }

  /**
   * How often to measure, and how.
   *
   * @param run how each run measures
   * @param trials the number of runs of each node count
   * @param order the order of the node counts within each trial
   * @param eventLog whether Spark's event log is kept with the results
   */
  public record Measurement(RunMeasurement run, int trials, Order order, boolean eventLog) {}

  /**
   * What results are judged by.
   *
   * @param goal the requirements for a node count
   * @param price the price of an executor; empty if none was given
   * @param comparison the requirements for every variant
   */
  public record Assessment(Goal goal, Optional<Price> price, ComparisonGoal comparison) {}

  /**
   * How long to wait, and how often to try.
   *
   * @param maxAttempts attempts of each run, the first included
   * @param backoff pause before the second attempt
   * @param startTimeout the limit until a pod runs, and again until all executors are registered
   * @param runTimeout the limit from the start of a driver's container to its end
   */
  public record Limits(
      int maxAttempts, Duration backoff, Duration startTimeout, Duration runTimeout) {

    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);

    /** The pause after a failed attempt; it doubles with each one, up to an hour. */
    public Duration backoffAfter(int attempt) {
      Duration pause = backoff.multipliedBy(1L << Math.min(attempt - 1, 12));
      return pause.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : pause;
    }
  }

  /**
   * When to stop, to start over, and to delete.
   *
   * @param failurePolicy whether a failed node count ends the benchmark
   * @param podRetention which finished pods are kept
   * @param rerun the value of the annotation that requests a repetition; empty without one
   * @param suspended whether it must stop until further notice
   * @param ttl how long the resource is kept after the end; empty for ever
   */
  public record LifeCycle(
      FailurePolicy failurePolicy,
      PodRetention podRetention,
      Optional<String> rerun,
      boolean suspended,
      Optional<Duration> ttl) {}

  /**
   * The pods of runs.
   *
   * @param driver the driver pods
   * @param executor the executor pods
   * @param settings the settings of all pods
   * @param sparkConf further Spark properties
   */
  public record Pods(
      PodSize driver, PodSize executor, PodSettings settings, Map<String, String> sparkConf) {

    /** Copies the map. */
    public Pods {
      sparkConf = Map.copyOf(sparkConf);
    }
  }

  /**
   * A configuration to compare.
   *
   * @param name its name
   * @param benchmark a benchmark of this configuration alone, with results in a folder of its own
   */
  public record Variant(String name, Benchmark benchmark) {}

  /**
   * One configuration that is measured in all trials.
   *
   * @param variant its name; null without variants
   * @param nodes executor pods
   * @param cores the cores of all of them together
   */
  public record Cell(String variant, int nodes, int cores) {}

  /** The benchmark of a variant; this one without variants. */
  public Benchmark of(String variant) {
    return variants.stream()
        .filter(it -> it.name().equals(variant))
        .findFirst()
        .map(Variant::benchmark)
        .orElse(this);
  }

  /** The index of a variant, counted from 0; -1 for none. */
  public int indexOf(String variant) {
    return variants.stream().map(Variant::name).toList().indexOf(variant);
  }

  /** Everything that is measured, by variant and node count. */
  public List<Cell> cells() {
    return variants.isEmpty()
        ? cells(null).toList()
        : variants.stream().flatMap(it -> it.benchmark().cells(it.name())).toList();
  }

  private Stream<Cell> cells(String variant) {
    return nodeList.stream()
        .map(nodes -> new Cell(variant, nodes, nodes * pods.executor().cores()));
  }

  /**
   * The same benchmark with another result layout, number of partitions, variants and requirements
   * for them.
   *
   * @param otherPartitionCount without effect if partitions are not pinned
   */
  Benchmark with(
      ResultLayout otherLayout,
      int otherPartitionCount,
      List<Variant> otherVariants,
      ComparisonGoal otherComparison) {
    return BenchmarkBuilder.builder(this)
        .layout(otherLayout)
        .measurement(
            new Measurement(
                measurement.run().withPartitionCount(otherPartitionCount),
                measurement.trials(),
                measurement.order(),
                measurement.eventLog()))
        .assessment(new Assessment(assessment.goal(), assessment.price(), otherComparison))
        .variants(otherVariants)
        .build();
  }

  /** The task slots of the largest node count. */
  public int largestSlots() {
    return Math.multiplyExact(Collections.max(nodeList), pods.executor().cores());
  }

  /** Whether data is checked, and created if it is missing, before the first run. */
  public boolean isPrepared() {
    return workload instanceof SuiteWorkload suite && suite.generate() == Generate.IfMissing;
  }

  /**
   * The resources of a driver or executor pod.
   *
   * @param cores CPU cores
   * @param heapMiB JVM heap in MiB
   * @param limitCpu whether there is a CPU limit: for executors the request, for drivers twice that
   * @param template a PodTemplateSpec that the pod is based on; empty for none
   */
  public record PodSize(int cores, int heapMiB, boolean limitCpu, Map<String, Object> template) {

    private static final int SMALLEST_OVERHEAD_MIB = 384;

    /**
     * Memory of the pod in MiB: the heap, and what the JVM needs in addition by Spark's rule for
     * executors (spark.executor.memoryOverhead: a tenth, at least 384 MiB).
     */
    public int podMiB() {
      return heapMiB + Math.max(SMALLEST_OVERHEAD_MIB, heapMiB / 10);
    }
  }

  /**
   * The common settings of all pods of a benchmark.
   *
   * @param image the runner image
   * @param imagePullPolicy as in a container; empty for Kubernetes' default
   * @param imagePullSecrets names of Secrets
   * @param serviceAccount empty for the namespace's default
   * @param credentialsSecret the Secret with the S3 credentials; empty for the pods' own identity
   */
  public record PodSettings(
      String image,
      Optional<String> imagePullPolicy,
      List<String> imagePullSecrets,
      Optional<String> serviceAccount,
      Optional<String> credentialsSecret) {

    /** Copies the names. */
    public PodSettings {
      imagePullSecrets = List.copyOf(imagePullSecrets);
    }
  }
}
