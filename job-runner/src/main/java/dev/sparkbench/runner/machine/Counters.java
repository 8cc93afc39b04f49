// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.io.Serializable;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Times and counts of a JVM that only grow.
 *
 * @param jitSec seconds that its compiler threads worked, summed over the threads; null if unknown
 * @param throttledSec seconds for which its CPU limit stopped its threads, summed over processors;
 *     null if the kernel does not report it
 * @param throttledRequests how often the object store asked it for fewer requests
 */
record Counters(Double jitSec, Double throttledSec, long throttledRequests)
    implements Serializable {

  private static final double MILLIS_PER_SECOND = 1e3;

  /** Reads the counters of this JVM, again for each call. */
  static Supplier<Counters> ofThisJvm(Path root) {
    Optional<CompilationMXBean> compiler =
        Optional.ofNullable(ManagementFactory.getCompilationMXBean())
            .filter(CompilationMXBean::isCompilationTimeMonitoringSupported);
    Optional<CpuStat> cpuStat = CpuStat.find(root);
    return () ->
        new Counters(
            compiler.map(bean -> bean.getTotalCompilationTime() / MILLIS_PER_SECOND).orElse(null),
            cpuStat
                .map(CpuStat::throttledSeconds)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .orElse(null),
            ThrottledRequests.count());
  }
}
