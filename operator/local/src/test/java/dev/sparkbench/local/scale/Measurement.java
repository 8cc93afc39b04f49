// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.scale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What so many resources cost.
 *
 * @param size resources that are created at once
 * @param rounds how often; before the next round all are deleted
 * @param span time from the first creation to the last end, summed over the rounds
 * @param untilFirstPod of each resource, from its creation to that of its first pod
 * @param inKubelet of each pod, from its creation to its end
 * @param usage what the rounds used up
 * @param heapBefore live heap of the operator, in bytes, without any resource
 * @param heapAfter the same with all resources of one round, finished
 * @param untilFirstPodAlone the times of further resources, created one at a time while the others
 *     are there
 */
record Measurement(
    int size,
    int rounds,
    Duration span,
    List<Duration> untilFirstPod,
    List<Duration> inKubelet,
    Usage usage,
    long heapBefore,
    long heapAfter,
    List<Duration> untilFirstPodAlone) {

  /** Small sizes are repeated until this number of resources has been measured. */
  private static final int LEAST_RESOURCES = 500;

  /** Resources that are created one at a time. */
  private static final int ALONE = 200;

  /** Measures on a cluster that is warm; leaves it without resources. */
  static Measurement of(int size, ScaleCluster cluster) throws Exception {
    int rounds = Math.max(1, LEAST_RESOURCES / size);
    Duration span = Duration.ZERO;
    List<Course> courses = new ArrayList<>();
    Usage usage = Usage.NONE;
    long heapBefore = cluster.operator().liveHeap();
    for (int i = 0; i < rounds; i++) {
      cluster.clear();
      Usage before = Usage.of(cluster);
      List<Course> round = cluster.burst(size);
      usage = usage.plus(Usage.of(cluster).minus(before));
      span = span.plus(Course.span(round));
      courses.addAll(round);
    }
    long heapAfter = cluster.operator().liveHeap();
    List<Course> alone = new ArrayList<>();
    for (int i = 0; i < ALONE; i++) {
      alone.addAll(cluster.burst(1));
    }
    cluster.clear();
    return new Measurement(
        size,
        rounds,
        span,
        courses.stream().map(Course::untilFirstPod).toList(),
        courses.stream().map(Course::inKubelet).flatMap(List::stream).toList(),
        usage,
        heapBefore,
        heapAfter,
        alone.stream().map(Course::untilFirstPod).toList());
  }

  /** Resources measured. */
  int resources() {
    return size * rounds;
  }
}
