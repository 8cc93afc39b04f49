// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Measures contenders in turns, so that a slow minute of the machine does not fall on one, and each
 * in JVMs of its own, so that none runs in code that was compiled for another. They are several one
 * after the other, as how well code is compiled differs from JVM to JVM.
 */
final class Contest {

  private static final int JVMS = Integer.getInteger("bench.jvms");

  // Each works so long at least before it is measured, whose compiler takes its time: what Spark
  // does once for each query gets faster over dozens of them.
  private static final double WARM_UP_SECONDS = 45;

  // A turn lasts as long at least, and its last time counts: at first, the processor's caches are
  // those of the one before.
  private static final double TURN_SECONDS = 3;

  // Contenders that are soon done have more turns than they must.
  private static final long ENOUGH_NANOS = TimeUnit.MINUTES.toNanos(5) / JVMS;

  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  private Contest() {}

  /**
   * Warms each up, measures all in turns, that number of rounds at least, and prints their times.
   */
  static Contest run(String part, Collection<String> names, int rounds) throws IOException {
    Contest contest = new Contest();
    for (int i = 0; i < JVMS; i++) {
      contest.measure(part, names, (rounds + JVMS - 1) / JVMS);
    }
    contest.print(part);
    return contest;
  }

  private void measure(String part, Collection<String> names, int rounds) throws IOException {
    Map<String, ContenderJvm> jvms = new LinkedHashMap<>();
    try {
      for (String name : names) {
        ContenderJvm jvm = ContenderJvm.start(part, name);
        jvms.put(name, jvm);
        work(jvm, WARM_UP_SECONDS);
      }
      long start = System.nanoTime();
      for (int i = 0; i < rounds || System.nanoTime() - start < ENOUGH_NANOS; i++) {
        for (String name : names) {
          double time = work(jvms.get(name), TURN_SECONDS);
          seconds.computeIfAbsent(name, n -> new ArrayList<>()).add(time);
        }
      }
    } finally {
      jvms.values().forEach(ContenderJvm::close);
    }
  }

  /** Lets a contender work for some time, once at least, and returns how long it took at last. */
  private static double work(ContenderJvm jvm, double atLeast) throws IOException {
    double last = jvm.seconds();
    for (double all = last; all < atLeast; all += last) {
      last = jvm.seconds();
    }
    return last;
  }

  private void print(String part) {
    seconds.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT,
                "%-48s %8.3f s   (%.3f to %.3f, %d rounds)%n",
                part + ": " + name,
                median(all),
                Collections.min(all),
                Collections.max(all),
                all.size()));
    System.out.println();
  }

  /**
   * How many times as long one takes as another: the median over the rounds, so that what slows a
   * whole round down does not count.
   */
  double ratio(String name, String other) {
    List<Double> own = seconds.get(name);
    List<Double> others = seconds.get(other);
    return median(
        IntStream.range(0, own.size())
            .mapToObj(round -> own.get(round) / others.get(round))
            .toList());
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
