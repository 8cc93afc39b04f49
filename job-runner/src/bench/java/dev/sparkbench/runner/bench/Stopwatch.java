package dev.sparkbench.runner.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measures contenders one after another, and prints each as it ends. */
final class Stopwatch {

  /** Work that may fail in any way. */
  interface Work {
    void run() throws Exception;
  }

  private static final int WARMUPS = 2;

  // What takes longer is as warm after one time.
  private static final double LONG_SECONDS = 8;

  private static final double NANOS = 1e9;

  private final int runs;

  Stopwatch(int runs) {
    this.runs = runs;
  }

  /** The median of the measured times, in seconds. */
  double median(String name, Work work) throws Exception {
    double first = seconds(work);
    for (int i = 1; i < WARMUPS && first < LONG_SECONDS; i++) {
      seconds(work);
    }
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      times.add(seconds(work));
    }
    Collections.sort(times);
    double median = times.get(times.size() / 2);
    System.out.printf(
        Locale.ROOT,
        "%-44s %8.3f s   (%.3f to %.3f)%n",
        name,
        median,
        times.get(0),
        times.get(times.size() - 1));
    return median;
  }

  private static double seconds(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / NANOS;
  }
}
