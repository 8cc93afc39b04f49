package dev.sparkbench.runner.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures contenders in turns, so that a slow minute of the machine does not fall on one, and each
 * in a JVM of its own, so that none runs in code that was compiled for another.
 */
final class Contest {

  // Each works so long and so often at least before it is measured, whose compiler takes its time.
  private static final double WARM_UP_SECONDS = 20;
  private static final int WARM_UPS = 2;

  // Contenders that are soon done have more turns than they must.
  private static final double ENOUGH_SECONDS = 300;

  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  private Contest() {}

  /** Warms each up, measures all in turns, that number of rounds at least, and prints their times. */
  static Contest run(String part, Collection<String> names, int rounds)
      throws IOException, InterruptedException {
    Contest contest = new Contest();
    Map<String, ContenderJvm> jvms = new LinkedHashMap<>();
    try {
      for (String name : names) {
        ContenderJvm jvm = ContenderJvm.start(part, name);
        jvms.put(name, jvm);
        warmUp(jvm);
      }
      double all = 0;
      for (int i = 0; i < rounds || all < ENOUGH_SECONDS; i++) {
        for (String name : names) {
          double turn = jvms.get(name).secondsOfATurn();
          contest.seconds.computeIfAbsent(name, n -> new ArrayList<>()).add(turn);
          all += turn;
        }
      }
    } finally {
      jvms.values().forEach(ContenderJvm::close);
    }
    contest.print(part);
    return contest;
  }

  private static void warmUp(ContenderJvm jvm) throws IOException {
    double warm = 0;
    for (int i = 0; i < WARM_UPS || warm < WARM_UP_SECONDS; i++) {
      warm += jvm.secondsOfATurn();
    }
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
