// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.scale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures what the operator's own work costs per resource, from few resources to thousands. */
public final class OperatorScaleBenchmark {

  /**
   * The number of resources before anything is measured, to warm up the operator's JIT compiler.
   * With fewer, larger sizes would seem to cost less per resource, because they are measured on a
   * warmer operator.
   */
  private static final int WARM_UP = 2000;

  private OperatorScaleBenchmark() {}

  /** Prints a table for the sizes in {@code scale.sizes}; fails if a benchmark does. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(System.getProperty("scale.folder")));
    List<Integer> sizes =
        Arrays.stream(System.getProperty("scale.sizes").split(",")).map(Integer::valueOf).toList();
    List<Measurement> measurements = new ArrayList<>();
    try (ScaleCluster cluster = new ScaleCluster(folder)) {
      System.out.printf("warming up with %,d resources ...%n", WARM_UP);
      cluster.burst(WARM_UP);
      cluster.clear();
      for (int size : sizes) {
        System.out.printf("measuring %,d resources ...%n", size);
        measurements.add(Measurement.of(size, cluster));
      }
      System.out.println(ScaleTable.of(measurements));
      long peak = cluster.operator().peakMemory();
      System.out.printf(
          "The operator's process had at most %,.0f MB, %.0f %% of the chart's limit; with 5,000 resources it is to stay below 60 %%.%n",
          peak / 1e6, 100.0 * peak / OperatorProcess.MEMORY_LIMIT);
    }
  }
}
