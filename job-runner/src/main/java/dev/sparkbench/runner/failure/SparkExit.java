// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import java.util.Arrays;
import java.util.Collection;

/**
 * Detects that Spark has given up on executors. If more of their pods have failed than {@code
 * spark.executor.maxNumFailures}, Spark ends the JVM, whatever the driver is doing and without an
 * exception. It is distinguished from an ordinary SIGTERM by the caller.
 */
public final class SparkExit {

  private static final String CALLER =
      "org.apache.spark.scheduler.cluster.k8s.ExecutorPodsAllocator";

  private SparkExit() {}

  /** Whether this JVM is going down because Spark gave up. */
  public static boolean isUnderWay() {
    return isUnderWay(Thread.getAllStackTraces().values());
  }

  static boolean isUnderWay(Collection<StackTraceElement[]> threads) {
    return threads.stream()
        .anyMatch(
            stack ->
                Arrays.stream(stack).anyMatch(SparkExit::isExit)
                    && Arrays.stream(stack).anyMatch(SparkExit::isCaller));
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getClassName().equals(Runtime.class.getName())
        && frame.getMethodName().equals("exit");
  }

  private static boolean isCaller(StackTraceElement frame) {
    return frame.getClassName().startsWith(CALLER);
  }
}
