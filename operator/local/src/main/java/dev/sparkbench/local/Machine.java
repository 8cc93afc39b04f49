package dev.sparkbench.local;

import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import java.util.Collections;
import java.util.Optional;

/**
 * What this machine can show.
 *
 * @param cores its processors
 */
record Machine(int cores) {

  static Machine current() {
    return new Machine(Runtime.getRuntime().availableProcessors());
  }

  /** Says so when a benchmark asks for more executors than can work at the same time. */
  Optional<String> warning(SparkBenchmarkJobSpec spec) {
    int most = Collections.max(spec.nodeList());
    int each =
        spec.executor() == null || spec.executor().cores() == null ? 1 : spec.executor().cores();
    return most * each <= cores
        ? Optional.empty()
        : Optional.of(
            "this machine has %d cores, and nodeList goes up to %d executors with %d core%s each: speedup beyond %d cannot be real"
                .formatted(cores, most, each, each == 1 ? "" : "s", cores));
  }
}
