// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.scale;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The resources used so far.
 *
 * @param operatorCpu CPU time of the operator
 * @param otherCpu CPU time of API server, kubelet and load together
 * @param reconciliations reconciliations of the operator
 * @param requests requests of the operator, by method and type
 */
record Usage(
    Duration operatorCpu, Duration otherCpu, double reconciliations, Map<String, Long> requests) {

  static final Usage NONE = new Usage(Duration.ZERO, Duration.ZERO, 0, Map.of());

  /** What has been used up so far. */
  static Usage of(ScaleCluster cluster) throws IOException, InterruptedException {
    return new Usage(
        cluster.operator().cpu(),
        ProcessHandle.current().info().totalCpuDuration().orElseThrow(),
        cluster.operator().reconciliations(),
        cluster.requests().snapshot());
  }

  Usage plus(Usage more) {
    return combined(more, 1);
  }

  Usage minus(Usage less) {
    return combined(less, -1);
  }

  private Usage combined(Usage other, int sign) {
    Map<String, Long> sum = new TreeMap<>(requests);
    other.requests.forEach((what, count) -> sum.merge(what, sign * count, Long::sum));
    sum.values().removeIf(count -> count == 0);
    return new Usage(
        operatorCpu.plus(other.operatorCpu.multipliedBy(sign)),
        otherCpu.plus(other.otherCpu.multipliedBy(sign)),
        reconciliations + sign * other.reconciliations,
        sum);
  }
}
