// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.bench;

import dev.sparkbench.runner.descriptive.statistics.Distinct;
import dev.sparkbench.runner.descriptive.statistics.Frequent;
import dev.sparkbench.runner.descriptive.statistics.Hashes;
import dev.sparkbench.runner.descriptive.statistics.KeySorter;
import dev.sparkbench.runner.descriptive.statistics.Quantiles;
import dev.sparkbench.runner.descriptive.statistics.SingletonFilter;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.datasketches.frequencies.LongsSketch;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.kll.KllDoublesSketch;

/**
 * The cost of one value in the sketches of the package {@code statistics}, and in those of Apache
 * DataSketches in the version of Spark. The difference is the reason for having our own.
 */
final class Sketches {

  private static final int VALUES = 2_048;
  private static final int BATCHES = 4_000;
  private static final int REPEATS = 5;

  private Sketches() {}

  static void compare() {
    Random random = new Random(5);
    long[] values = new long[VALUES];
    double[] doubles = new double[VALUES];
    System.out.println("Nanoseconds for a value, one thread:");
    compare(
        "quantiles, rank error 0.4 %",
        () -> {
          Quantiles own = new Quantiles(1_024, false, 1);
          KeySorter sorter = new KeySorter();
          return batch -> own.add(fill(values, random), VALUES, sorter);
        },
        () -> {
          // k = 800 is their size with the same error.
          KllDoublesSketch theirs = KllDoublesSketch.newHeapInstance(800);
          return batch -> {
            fill(values, random);
            for (int i = 0; i < VALUES; i++) {
              doubles[i] = values[i];
              theirs.update(doubles[i]);
            }
          };
        });
    compare(
        "distinct values, standard error 1.6 %",
        () -> {
          Distinct own = new Distinct(12);
          return batch -> {
            long[] filled = fill(values, random);
            Hashes.mix(filled, VALUES, filled);
            own.add(filled, VALUES);
          };
        },
        () -> {
          HllSketch theirs = new HllSketch(12);
          return batch -> {
            fill(values, random);
            for (int i = 0; i < VALUES; i++) {
              theirs.update(values[i]);
            }
          };
        });
    compare(
        "frequent values, 2,048 slots",
        () -> {
          Frequent own = new Frequent(11, false);
          SingletonFilter filter = new SingletonFilter();
          return batch -> own.add(fill(values, random), VALUES, filter);
        },
        () -> {
          LongsSketch theirs = new LongsSketch(2_048);
          return batch -> {
            fill(values, random);
            for (int i = 0; i < VALUES; i++) {
              theirs.update(values[i]);
            }
          };
        });
  }

  private interface Maker {
    Consumer<Integer> make();
  }

  private static void compare(String what, Maker own, Maker theirs) {
    double ours = best(own);
    double others = best(theirs);
    System.out.printf(
        Locale.ROOT,
        "  %-40s %6.2f here   %6.2f DataSketches   %.1f times%n",
        what,
        ours,
        others,
        others / ours);
  }

  /** The best of several repetitions, minus the time of creating the values. */
  private static double best(Maker maker) {
    Random random = new Random(5);
    long[] values = new long[VALUES];
    double filling = nanos(() -> batch -> fill(values, random));
    return Math.max(0, nanos(maker) - filling);
  }

  private static double nanos(Maker maker) {
    double best = Double.MAX_VALUE;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      Consumer<Integer> sketch = maker.make();
      long start = System.nanoTime();
      for (int batch = 0; batch < BATCHES; batch++) {
        sketch.accept(batch);
      }
      best = Math.min(best, (double) (System.nanoTime() - start) / BATCHES / VALUES);
    }
    return best;
  }

  /** Cheap values that are spread over the whole range. */
  private static long[] fill(long[] values, Random random) {
    long seed = random.nextLong();
    for (int i = 0; i < VALUES; i++) {
      seed = seed * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
      values[i] = seed >>> 1;
    }
    return values;
  }
}
