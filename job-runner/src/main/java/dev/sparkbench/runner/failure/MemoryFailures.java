// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Failures because something is full: the heap, a buffer, a container's memory or a disk. */
final class MemoryFailures {

  private static final Set<String> MEMORY = Set.of("OutOfMemoryError", "SparkOutOfMemoryError");

  // In the words of ExecutorPodsLifecycleManager: 52 is Spark's own exit code for a JVM whose heap
  // is full, and OOMKilled is Kubernetes' reason if the kernel killed a container for exceeding its
  // memory. A SIGKILL with another reason has another cause, such as a drained node.
  private static final Pattern MEMORY_EXIT =
      Pattern.compile(
          "exit code 52\\(|OOMKilled|exit code 137\\((?![\\s\\S]*termination reason: )");

  private static final Pattern RESULTS_TOO_LARGE =
      Pattern.compile("(?:bigger|larger) than spark\\.driver\\.maxResultSize");

  private static final Pattern TOO_LARGE =
      Pattern.compile(
          "Cannot reserve additional contiguous bytes|Cannot grow BufferHolder"
              + "|Kryo serialization failed: Buffer overflow|spark\\.rpc\\.message\\.maxSize"
              + "|Cannot broadcast the table|Unable to acquire \\d+ bytes of memory");

  private static final Pattern NO_SPACE = Pattern.compile("No space left on device");

  private MemoryFailures() {}

  static Optional<Failure> of(Case one) {
    if (one.causes().says(RESULTS_TOO_LARGE)) {
      Optional<QueryError> query = one.causes().first(QueryError.class);
      if (query.isPresent()) {
        return Case.failed(
            FailureReason.OUT_OF_MEMORY,
            "the driver cannot hold the rows of query %s: they exceed spark.driver.maxResultSize; set result to Discard, or increase driver.memory and set sparkConf spark.driver.maxResultSize to a little less"
                .formatted(query.get().query()));
      }
      return Case.failed(
          FailureReason.OUT_OF_MEMORY,
          "the driver cannot hold the results of the tasks: they exceed spark.driver.maxResultSize; name fewer columns in dataset.columns, or increase driver.memory and set sparkConf spark.driver.maxResultSize to a little less");
    }
    if (one.causes().says(TOO_LARGE)) {
      return Case.failed(
          FailureReason.OUT_OF_MEMORY,
          "values or rows of %s are too large for a buffer of Spark: name fewer columns in dataset.columns, or raise executor.memory"
              .formatted(one.context().uri()));
    }
    if (one.causes().says(NO_SPACE)) {
      return Case.failed(
          FailureReason.OUT_OF_MEMORY,
          "%s ran out of disk: give the volume of its folder /tmp more room in %s.podTemplate, or each node less data"
              .formatted(
                  onExecutor(one) ? "an executor" : "the driver",
                  onExecutor(one) ? "executor" : "driver"));
    }
    return Case.when(
        one.causes().hasType(MEMORY) || one.causes().says(MEMORY_EXIT),
        FailureReason.OUT_OF_MEMORY,
        "a JVM ran out of memory (%s): give executor.memory or driver.memory more, or each node less data"
            .formatted(onExecutor(one) ? "an executor" : "the driver"));
  }

  private static boolean onExecutor(Case one) {
    return one.isOfTask() || one.causes().says(MEMORY_EXIT);
  }
}
