// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.RequestText;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.CurrentPod.Purpose;
import dev.sparkbench.api.resource.CurrentPod.State;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks, before a pod is created, whether its request fits into an environment variable.
 * Otherwise, only the kernel would report it, when the container starts.
 */
public final class RequestSize {

  private static final String WORK = "spec.jobConfig";
  private static final String LONGEST_NAME = "x".repeat(63);
  private static final String LONGEST_IDENTITY = "x".repeat(128);

  private RequestSize() {}

  /** The same resolution, or the violation if the request of a run would be too large. */
  public static Resolution fitting(Resolution resolution, SparkBenchmarkJob job) {
    if (!(resolution instanceof Resolution.Valid valid)) {
      return resolution;
    }
    List<Violation> tooLarge =
        Stream.concat(
                Stream.of(valid.benchmark()),
                valid.benchmark().variants().stream().map(Benchmark.Variant::benchmark))
            .flatMap(benchmark -> tooLarge(benchmark, job).stream())
            .distinct()
            .toList();
    return tooLarge.isEmpty() ? resolution : new Resolution.Invalid(tooLarge);
  }

  private static Optional<Violation> tooLarge(Benchmark benchmark, SparkBenchmarkJob job) {
    RunRequest request = largest(benchmark, job);
    String variable = benchmark.isPrepared() ? Contract.PREPARE_VARIABLE : Contract.RUN_VARIABLE;
    int size = RequestText.size(variable, RequestText.of(variable, request));
    return size <= RequestText.LARGEST_VARIABLE
        ? Optional.empty()
        : Optional.of(tooLarge(size, request));
  }

  /** The request of the run about which most is known. */
  private static RunRequest largest(Benchmark benchmark, SparkBenchmarkJob job) {
    int nodes = Collections.max(benchmark.nodeList());
    CurrentPod pod =
        new CurrentPod(
            Purpose.Run,
            nodes,
            benchmark.measurement().trials(),
            benchmark.limits().maxAttempts(),
            LONGEST_NAME,
            State.Starting,
            "",
            null,
            null,
            null);
    return Requests.run(
        benchmark,
        LONGEST_IDENTITY,
        benchmark.layout().run(nodes).toString(),
        pod,
        DriverPods.executorLabels(job, pod));
  }

  private static Violation tooLarge(int size, RunRequest request) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("spec.dataset.columns", request.dataset().columns());
    parts.put("spec.dataset.features", request.dataset().features());
    parts.put("spec.dataset.schema", String.valueOf(request.dataset().schema()));
    parts.put("spec.dataset.options", request.dataset().options());
    parts.put(WORK, Contract.write(request.workload()));
    parts.put("spec.sparkConf", request.sparkConf());
    parts.put("spec.executor.podTemplate", String.valueOf(request.executors().podTemplate()));
    List<String> largest =
        parts.entrySet().stream()
            .sorted(Comparator.comparingInt(part -> -size(part)))
            .map(Map.Entry::getKey)
            .toList();
    boolean queries = largest.get(0).equals(WORK) && request.workload() instanceof SqlWorkload;
    return new Violation(
        queries ? "spec.jobConfig.sql.queries" : largest.get(0),
        "makes the request of a run %d bytes long, although compressed, and a pod can take %d; %s, or shorten what comes next: %s"
            .formatted(
                size,
                RequestText.LARGEST_VARIABLE,
                queries ? "put texts into the store and name them by from" : "shorten it",
                largest.stream().skip(1).limit(2).collect(Collectors.joining(", "))));
  }

  private static int size(Map.Entry<String, Object> part) {
    return bytes(String.valueOf(part.getValue()));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
