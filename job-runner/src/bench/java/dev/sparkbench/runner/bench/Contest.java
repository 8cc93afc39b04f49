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
 * Measures contenders in turns, so that a slow minute of the machine does not affect only one of
 * them. Each has JVMs of its own, so that none runs code that was compiled for another. Each has
 * several JVMs one after the other, because the quality of compiled code differs from JVM to JVM.
 */
final class Contest {

  private static final int JVMS = Integer.getInteger("bench.jvms");

  // The minimum time that a contender works before it is measured. Compilers need it: what Spark
  // does once per query gets faster over dozens of queries.
  private static final double WARM_UP_SECONDS = 45;

  // The minimum length of a turn; only its last time counts, because at first the processor's
  // caches hold the data of the contender before.
  private static final double TURN_SECONDS = 3;

  // Fast contenders have more turns than necessary.
  private static final long ENOUGH_NANOS = TimeUnit.MINUTES.toNanos(5) / JVMS;

  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  private Contest() {}

  /**
   * Warms up each contender, measures all of them in turns for at least the given number of rounds,
   * and prints their times.
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

  /** Lets a contender work for some time, at least once, and returns its last time. */
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
   * The time of one contender divided by that of another: the median over the rounds, so that a
   * slow round does not matter.
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
