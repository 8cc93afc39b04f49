// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import dev.sparkbench.controller.spec.Benchmark;
import dev.sparkbench.controller.spec.Benchmark.PodSize;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;

/**
 * The resources of the runner's container.
 *
 * @param cpu the request
 * @param cpuLimit the limit, if the template sets none; empty for none
 * @param jvm heap and memory
 */
record DriverSize(Quantity cpu, Optional<Quantity> cpuLimit, PodSize jvm) {

  /**
   * The CPU limit as a multiple of the request: one part for the driver's work, one for its JVM's
   * compiler and garbage collector. If a namespace allows no limit above the request, the template
   * must set one.
   */
  private static final int DRIVER_CPU_LIMIT = 2;

  /** The report pod computes very little, in one thread. */
  private static final int REPORT_HEAP_MIB = 256;

  /** So many documents of runs, which it has in memory together, fit into that. */
  private static final int DOCUMENTS_THAT_FIT = 64;

  /** A document of a hundred queries takes up to 2 MiB. */
  private static final int MIB_OF_DOCUMENT = 2;

  static DriverSize of(PodSize driver) {
    return new DriverSize(
        cores(driver.cores()),
        driver.limitCpu()
            ? Optional.of(cores(driver.cores() * DRIVER_CPU_LIMIT))
            : Optional.empty(),
        driver);
  }

  /** Never more than the driver, for which the namespace has room. */
  static DriverSize ofReport(Benchmark benchmark) {
    int documents = benchmark.cells().size() * benchmark.measurement().trials();
    int heap = REPORT_HEAP_MIB + MIB_OF_DOCUMENT * Math.max(0, documents - DOCUMENTS_THAT_FIT);
    return new DriverSize(
        cores(1),
        Optional.of(cores(1)),
        new PodSize(1, Math.min(heap, benchmark.pods().driver().heapMiB()), true, Map.of()));
  }

  private static Quantity cores(int cores) {
    return new Quantity(String.valueOf(cores));
  }
}
