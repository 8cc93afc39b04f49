// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

/**
 * A job that does the work once, in pods that are made for it: from the creation of its driver pod
 * to its end, with the first pass over the data, for which nothing is warm.
 *
 * @param nodes executor pods
 * @param seconds how long it takes
 * @param executorSeconds how long each executor is there of that
 */
public record OneJob(int nodes, double seconds, double executorSeconds) {

  /**
   * A job of these parts.
   *
   * @param nodes executor pods
   * @param beforeSpark seconds until the driver starts Spark, and with it the executors
   * @param withSpark seconds until Spark, the executors, and the schema are there
   * @param firstPass seconds of the first pass over the data
   * @param end seconds from the result until all is gone
   */
  public static OneJob of(
      int nodes, double beforeSpark, double withSpark, double firstPass, double end) {
    double executors = withSpark + firstPass + end;
    return new OneJob(nodes, beforeSpark + executors, executors);
  }
}
