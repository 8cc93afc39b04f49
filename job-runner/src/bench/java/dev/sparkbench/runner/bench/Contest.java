package dev.sparkbench.runner.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Measures contenders in turns, so that a slow minute of the machine does not fall on one. */
final class Contest {

  /** Work that may fail in any way. */
  interface Work {
    void run() throws Exception;
  }

  // Each works so long at least before it is measured, whose compiler takes its time.
  private static final double WARM_UP_SECONDS = 8;

  private static final double NANOS = 1e9;

  private final int rounds;
  private final List<Contender> contenders = new ArrayList<>();

  Contest(int rounds) {
    this.rounds = rounds;
  }

  /** One of those that are measured. */
  static final class Contender {

    private final String name;
    private final Work work;
    private final List<Double> seconds = new ArrayList<>();

    private Contender(String name, Work work) {
      this.name = name;
      this.work = work;
    }

    /**
     * How many times as long as another: the median over the rounds, so that what slows a whole
     * round down does not count.
     */
    double over(Contender other) {
      return median(
          IntStream.range(0, seconds.size())
              .mapToObj(round -> seconds.get(round) / other.seconds.get(round))
              .toList());
    }
  }

  /** Adds a contender, whose times are there after {@link #run}. */
  Contender add(String name, Work work) {
    Contender contender = new Contender(name, work);
    contenders.add(contender);
    return contender;
  }

  /** Warms each up, measures all in turns, and prints their times. */
  void run() throws Exception {
    for (Contender contender : contenders) {
      double warm = 0;
      while (warm < WARM_UP_SECONDS) {
        warm += seconds(contender.work);
      }
    }
    for (int i = 0; i < rounds; i++) {
      for (Contender contender : contenders) {
        contender.seconds.add(seconds(contender.work));
      }
    }
    for (Contender contender : contenders) {
      System.out.printf(
          Locale.ROOT,
          "%-44s %8.3f s   (%.3f to %.3f)%n",
          contender.name,
          median(contender.seconds),
          Collections.min(contender.seconds),
          Collections.max(contender.seconds));
    }
    System.out.println();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static double seconds(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / NANOS;
  }
}
