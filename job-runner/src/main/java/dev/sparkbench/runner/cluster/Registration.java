// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.time.Duration;
import java.util.List;

/**
 * Waits until all executors are registered. Spark's own wait would end after a timeout with fewer
 * executors, and then another node count than the requested one would be measured.
 */
public final class Registration {

  private static final long POLL_MILLIS = 50;

  private static final String ASK_THE_PODS =
      "the events of the pods labelled spark-role=executor tell what they wait for";

  private Registration() {}

  /**
   * Waits until the required number of executors is registered.
   *
   * @param nodes the required number of executors
   * @param patience the longest wait
   * @return the address of each
   * @throws RunFailure {@code ExecutorsUnavailable} if they are not there in time
   */
  public static List<String> await(Session session, int nodes, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<String> executors = session.executors();
    while (executors.size() < nodes && System.nanoTime() < deadline) {
      pause();
      executors = session.executors();
    }
    if (executors.size() < nodes) {
      throw new RunFailure(
          FailureReason.EXECUTORS_UNAVAILABLE,
          "%d of %d executors are registered: give the cluster room for all of them, or timeouts.startSeconds more; %s"
              .formatted(executors.size(), nodes, session.obstacle().orElse(ASK_THE_PODS)));
    }
    return executors;
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for executors", e);
    }
  }
}
