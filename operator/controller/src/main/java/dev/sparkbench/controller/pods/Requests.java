// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.Executors;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.Measurement;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ReportRequestBuilder;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.RunRequestBuilder;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.scaling.ComparisonGoal;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.controller.spec.Benchmark;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the requests for pods. */
final class Requests {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int LONGEST_MESSAGE = 1000;

  private Requests() {}

  static RunRequest run(
      Benchmark benchmark,
      SparkBenchmarkJobStatus status,
      CurrentPod pod,
      Map<String, String> executorLabels) {
    return run(
        benchmark.of(pod.variant()),
        status.datasetIdentity(),
        earlierOutput(benchmark, status),
        pod,
        executorLabels);
  }

  /**
   * The request without a status.
   *
   * @param datasetIdentity the identity of the data that earlier runs read; null before the first
   * @param earlierOutput the output of an earlier run
   */
  static RunRequest run(
      Benchmark benchmark,
      String datasetIdentity,
      String earlierOutput,
      CurrentPod pod,
      Map<String, String> executorLabels) {
    Dataset dataset = benchmark.dataset();
    int trial = Objects.requireNonNullElse(pod.trial(), 1);
    return RunRequestBuilder.builder()
        .version(version(benchmark))
        .jobId(benchmark.jobId())
        .nodes(pod.nodes())
        .trial(trial)
        .attempt(pod.attempt())
        .maxNodes(Collections.max(benchmark.nodeList()))
        .workload(benchmark.workload())
        .dataset(
            new Dataset(
                dataset.uri(),
                dataset.format(),
                dataset.options(),
                dataset.schema(),
                dataset.badRecords(),
                dataset.columns(),
                dataset.label(),
                dataset.features(),
                datasetIdentity,
                earlierOutput))
        .storage(benchmark.storage())
        .output(benchmark.layout().run(pod.nodes(), trial).toString())
        .measurement(benchmark.measurement().run())
        .executors(executors(benchmark, executorLabels))
        .sparkConf(benchmark.pods().sparkConf())
        .startSeconds(Math.toIntExact(benchmark.limits().startTimeout().toSeconds()))
        .minNodes(Collections.min(benchmark.nodeList()))
        .eventLog(benchmark.measurement().eventLog())
        .build();
  }

  /**
   * Runners of the first release support only tasks. They would ignore an explicit number of
   * partitions and the event log, and so measure something other than requested.
   */
  private static int version(Benchmark benchmark) {
    Integer partitions = benchmark.measurement().run().partitionCount();
    boolean asBefore =
        (partitions == null || partitions == benchmark.largestSlots())
            && !benchmark.measurement().eventLog();
    return benchmark.workload() instanceof TaskWorkload && asBefore
        ? Contract.VERSION
        : Contract.OWN_WORK_VERSION;
  }

  private static String earlierOutput(Benchmark benchmark, SparkBenchmarkJobStatus status) {
    return status.runs().stream()
        .filter(run -> run.measuredTrials() > 0)
        .findFirst()
        .map(run -> benchmark.of(run.variant()).layout().run(run.nodes()).toString())
        .orElse(null);
  }

  private static Executors executors(Benchmark benchmark, Map<String, String> labels) {
    Benchmark.PodSettings pods = benchmark.pods().settings();
    return new Executors(
        benchmark.pods().executor().cores(),
        benchmark.pods().executor().heapMiB(),
        benchmark.pods().executor().limitCpu(),
        pods.image(),
        pods.imagePullPolicy().orElse(null),
        pods.imagePullSecrets(),
        pods.serviceAccount().orElse(null),
        pods.credentialsSecret().orElse(null),
        labels,
        benchmark.pods().executor().template().isEmpty()
            ? null
            : JSON.valueToTree(benchmark.pods().executor().template()));
  }

  static ReportRequest report(Benchmark benchmark, SparkBenchmarkJobStatus status) {
    Workload workload = benchmark.workload().accept(new WithoutTexts());
    List<ReportRequest.Variant> variants =
        benchmark.variants().stream()
            .map(
                it ->
                    new ReportRequest.Variant(
                        it.name(),
                        it.benchmark().pods().executor().cores(),
                        results(status, it.name()),
                        cost(it.benchmark())))
            .toList();
    Optional<ReportRequest.Variant> reference = variants.stream().findFirst();
    return ReportRequestBuilder.builder()
        .version(version(workload, variants))
        .jobId(benchmark.jobId())
        .dataset(benchmark.dataset().uri())
        .workload(workload)
        .storage(benchmark.storage().withProperties(aboutStore(benchmark.pods().sparkConf())))
        .outputPrefix(benchmark.layout().output().toString())
        .measurement(
            new Measurement(
                trials(benchmark, status),
                benchmark.measurement().order().name(),
                status.orderSeed()))
        .runs(reference.map(ReportRequest.Variant::runs).orElseGet(() -> results(status, null)))
        .goal(goal(benchmark.assessment().goal()))
        .cost(reference.map(ReportRequest.Variant::cost).orElseGet(() -> cost(benchmark)))
        .variants(variants)
        .comparison(comparison(benchmark.assessment().comparison()))
        .build();
  }

  private static int version(Workload workload, List<ReportRequest.Variant> variants) {
    if (!variants.isEmpty()) {
      return Contract.VARIANTS_VERSION;
    }
    return workload instanceof TaskWorkload ? Contract.VERSION : Contract.OWN_WORK_VERSION;
  }

  private static List<RunResult> results(SparkBenchmarkJobStatus status, String variant) {
    return status.runs().stream()
        .filter(run -> Objects.equals(run.variant(), variant))
        .map(Requests::result)
        .toList();
  }

  private static ReportRequest.Cost cost(Benchmark benchmark) {
    return benchmark.assessment().price().map(ReportRequest.Cost::of).orElse(null);
  }

  private static ReportRequest.ComparisonGoal comparison(ComparisonGoal goal) {
    return goal.isSet()
        ? new ReportRequest.ComparisonGoal(
            goal.maxSlowdownPercent().orElse(null), goal.minSpeedup().orElse(null))
        : null;
  }

  /**
   * The properties that S3A needs to reach the store. The report needs them too, because it gets no
   * sparkConf.
   */
  private static Map<String, String> aboutStore(Map<String, String> sparkConf) {
    return sparkConf.entrySet().stream()
        .filter(property -> property.getKey().startsWith(Storage.PROPERTY_PREFIX))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * The number of trials of the measured runs, which may be smaller than today's default if an
   * earlier release measured them.
   */
  private static int trials(Benchmark benchmark, SparkBenchmarkJobStatus status) {
    return status.runs().stream()
        .filter(run -> run.state() == State.Succeeded)
        .mapToInt(RunStatus::measuredTrials)
        .min()
        .orElse(benchmark.measurement().trials());
  }

  private static ReportRequest.Goal goal(Goal goal) {
    return goal.isSet()
        ? new ReportRequest.Goal(
            goal.maxSeconds().orElse(null), goal.minEfficiencyPercent().orElse(null))
        : null;
  }

  private static RunResult result(RunStatus run) {
    return new RunResult(
        run.nodes(),
        run.samples(),
        run.measuredTrials(),
        Objects.requireNonNullElse(run.attempts(), 0),
        Objects.requireNonNullElse(run.executorsLost(), 0),
        Objects.requireNonNullElse(run.disturbedIterations(), 0),
        run.state() == State.Failed
            ? new Failure(FailureReason.fromCode(run.reason()), shortened(run.message()))
            : null,
        run.spent(),
        run.instanceTypes());
  }

  /**
   * Shortens messages, so that the request for a report with very many failures still fits into a
   * variable.
   */
  private static String shortened(String message) {
    return message == null || message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE - 1) + "…";
  }
}
