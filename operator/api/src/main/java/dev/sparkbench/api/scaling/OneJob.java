// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

/**
 * A job that does the work once, in pods that are created for it. It lasts from the creation of its
 * driver pod to the end of the pod, and includes the first pass over the data, without warm-up.
 *
 * @param nodes executor pods
 * @param seconds its duration
 * @param executorSeconds how long each executor exists
 */
public record OneJob(int nodes, double seconds, double executorSeconds) {

  /**
   * A job with these parts.
   *
   * @param nodes executor pods
   * @param beforeSpark seconds until the driver starts Spark, and with it the executors
   * @param withSpark seconds until Spark, the executors and the schema are ready
   * @param firstPass seconds of the first pass over the data
   * @param end seconds from the result until everything has stopped
   */
  public static OneJob of(
      int nodes, double beforeSpark, double withSpark, double firstPass, double end) {
    double executors = withSpark + firstPass + end;
    return new OneJob(nodes, beforeSpark + executors, executors);
  }
}
