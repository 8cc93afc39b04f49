// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.bench;

import dev.sparkbench.runner.fixture.OnePart;
import dev.sparkbench.runner.measurement.ExecutorSlots;
import dev.sparkbench.runner.measurement.Iterations;
import dev.sparkbench.runner.measurement.Measuring;
import dev.sparkbench.runner.measurement.TaskRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/** The cost of recording every task: the same work with and without recording, in turns. */
final class Recording {

  private static final int TURNS = 15;
  private static final double NANOS = 1e9;

  private Recording() {}

  static void compare(SparkContext spark, String what, Supplier<?> work) {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      try (TaskRecorder recorder = TaskRecorder.of(spark)) {
        with.addAll(
            Iterations.measure(
                    new Measuring<>(new OnePart<>(work), recorder, () -> {}, System::nanoTime),
                    () -> {},
                    1,
                    ExecutorSlots.of(1, 1))
                .samples());
      }
      long start = System.nanoTime();
      work.get();
      without.add((System.nanoTime() - start) / NANOS);
    }
    System.out.printf(
        Locale.ROOT,
        "%-44s %8.3f s   without %.3f s, ratio %.3f%n",
        what + ", every task recorded",
        median(with),
        median(without),
        median(with) / median(without));
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }
}
