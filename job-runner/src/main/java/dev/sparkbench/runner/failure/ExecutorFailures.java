// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import java.util.Optional;
import java.util.regex.Pattern;

/** Failures because executors were lost or cannot be created. */
final class ExecutorFailures {

  private static final Pattern KILLED = Pattern.compile("exit code 137\\(");

  private static final Pattern EXECUTOR_LOST =
      Pattern.compile("ExecutorLostFailure|Executor heartbeat timed out");

  private ExecutorFailures() {}

  static Optional<Failure> of(Case one) {
    return kubernetes(one).or(() -> executorLost(one));
  }

  /** For any other exception that occurs while Spark ends the JVM. */
  static Optional<Failure> givenUp(Case one) {
    return Case.when(
        SparkExit.isUnderWay(), FailureReason.EXECUTORS_UNAVAILABLE, Failures.GIVEN_UP);
  }

  private static Optional<Failure> kubernetes(Case one) {
    Optional<Throwable> refusal =
        one.causes().chain().stream()
            .filter(e -> e.getClass().getSimpleName().equals("KubernetesClientException"))
            .findFirst();
    return refusal.map(
        e ->
            new Failure(
                isForbidden(e) ? FailureReason.ACCESS_DENIED : FailureReason.EXECUTORS_UNAVAILABLE,
                "the driver cannot create executors through the Kubernetes API: %s; check the rights of its service account (pods: create, get, list, watch, delete)"
                    .formatted(Case.named(one.causes().innermost()))));
  }

  /**
   * Missing rights do not appear by waiting. An exceeded quota, which has the same status, may get
   * room.
   */
  private static boolean isForbidden(Throwable e) {
    String message = Causes.message(e);
    return message.contains("Forbidden") && !message.contains("quota");
  }

  private static Optional<Failure> executorLost(Case one) {
    if (one.causes().says(KILLED)) {
      return Case.failed(
          FailureReason.EXECUTORS_UNAVAILABLE,
          "an executor was killed (exit code 137), and not for its memory: as a rule its node was drained, preempted or taken back");
    }
    return Case.when(
        one.causes().says(EXECUTOR_LOST),
        FailureReason.EXECUTORS_UNAVAILABLE,
        "executors were lost faster than their tasks could be repeated; the driver's log says why");
  }
}
