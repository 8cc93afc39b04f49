// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import dev.sparkbench.api.resource.MeasurementSpec;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The capacity of this machine.
 *
 * @param cores its processors
 */
record Machine(int cores) {

  // Measured on two cores of a server processor, with the generated dataset and the sample's tasks.
  private static final double SECONDS_BETWEEN_PODS = 3;
  private static final double CORE_SECONDS_OF_A_JVM = 4;
  private static final double CORE_SECONDS_OF_A_MEGABYTE = 0.1;
  private static final double SECONDS_OF_THE_REPORT = 3;

  /** The usual number of passes until they no longer get faster. */
  private static final int PASSES_UNTIL_WARM = 6;

  static Machine current() {
    return new Machine(Runtime.getRuntime().availableProcessors());
  }

  /** A warning, if a benchmark asks for more executors than can work at the same time. */
  Optional<String> warning(SparkBenchmarkJobSpec spec) {
    int most = Collections.max(spec.nodeList());
    int each = coresOfAnExecutor(spec);
    return most * each <= cores
        ? Optional.empty()
        : Optional.of(
            "this machine has %d cores, and nodeList goes up to %d executors with %d core%s each: speedup beyond %d cannot be real"
                .formatted(cores, most, each, each == 1 ? "" : "s", cores));
  }

  /**
   * A lower bound for the duration of a benchmark, from the times for JVM starts and for reading
   * text on a typical machine. How many passes it takes to be warm is not known in advance.
   *
   * @param bytes the size of the dataset; empty if unknown
   */
  String expectation(SparkBenchmarkJobSpec spec, OptionalLong bytes) {
    return switch (spec.jobConfig().type()) {
      case DESCRIPTIVE, ML -> atLeast(spec, bytes);
      case SQL, TPCH, TPCDS, APPLICATION ->
          "as long as your work takes; this is not known in advance. %s".formatted(times(spec));
    };
  }

  private String atLeast(SparkBenchmarkJobSpec spec, OptionalLong bytes) {
    int warmups = count(spec, MeasurementSpec::warmups, 1);
    int longest = count(spec, MeasurementSpec::maxWarmupSeconds, 120);
    int iterations = count(spec, MeasurementSpec::iterations, 2);
    int trials = trials(spec);
    int smallest = Collections.min(spec.nodeList());
    double work = bytes.orElse(0) / 1e6 * CORE_SECONDS_OF_A_MEGABYTE;
    double seconds = SECONDS_OF_THE_REPORT;
    for (int nodes : spec.nodeList()) {
      double start = CORE_SECONDS_OF_A_JVM * (nodes + 1) / Math.min(cores, nodes + 1);
      double pass = work / Math.min(cores, nodes * coresOfAnExecutor(spec));
      double warm =
          Math.min(
              longest, Math.max(PASSES_UNTIL_WARM, (double) warmups * nodes / smallest) * pass);
      seconds +=
          trials
              * (SECONDS_BETWEEN_PODS + start + Math.max(warmups * pass, warm) + iterations * pass);
    }
    return "at least %s: %s, each warmed up and measured %s"
        .formatted(
            rounded(seconds),
            times(spec),
            iterations == 1 ? "once" : iterations == 2 ? "twice" : iterations + " times");
  }

  private static String times(SparkBenchmarkJobSpec spec) {
    int trials = trials(spec);
    return "%d trial%s of %d node count%s"
        .formatted(
            trials,
            trials == 1 ? "" : "s",
            spec.nodeList().size(),
            spec.nodeList().size() == 1 ? "" : "s");
  }

  private static int trials(SparkBenchmarkJobSpec spec) {
    return count(spec, MeasurementSpec::trials, 3);
  }

  private static int count(
      SparkBenchmarkJobSpec spec, Function<MeasurementSpec, Integer> field, int usual) {
    return Optional.ofNullable(spec.measurement()).map(field).orElse(usual);
  }

  private static int coresOfAnExecutor(SparkBenchmarkJobSpec spec) {
    return spec.executor() == null || spec.executor().cores() == null ? 1 : spec.executor().cores();
  }

  /** Minutes and seconds, rounded to ten seconds, because the estimate is rough. */
  private static String rounded(double seconds) {
    Duration duration = Duration.ofSeconds(10 * Math.round(Math.max(1, seconds / 10)));
    return String.format(
        Locale.ROOT, "%d:%02d min", duration.toMinutes(), duration.toSecondsPart());
  }
}
