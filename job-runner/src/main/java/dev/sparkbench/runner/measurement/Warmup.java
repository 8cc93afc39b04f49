// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes over the work that do not count, until the JVMs are warm. The more executors there are,
 * the less data each of them processes in a pass. So with a fixed number of passes, many executors
 * would be colder than few, and the speedup would be too low. Warm-up ends when every task slot has
 * done as much work as a slot of the smallest node count does in the minimum number of passes, and
 * passes no longer get faster ({@link #settled}). It ends at the latest when its time is over.
 *
 * <p>The replacement of a lost executor is cold, so after a loss the executors warm up again.
 */
public final class Warmup {

  private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);

  /** If passes get faster by less than this, they are as fast as the ones before. */
  private static final double STILL_FALLING = 0.03;

  private static final int WINDOWS = 5;
  private static final int SMALLEST_WINDOW = 2;

  private final Limits limits;
  private final Measuring<?> measuring;
  private final LongSupplier nanoClock;
  private final List<Pass> passes = new ArrayList<>();

  // The first pass of the executors that are registered now.
  private int since;

  /**
   * How much to warm up.
   *
   * @param least the minimum number of passes
   * @param leastPerSlot the number of passes after which every slot has done as much work as one of
   *     the smallest node count in {@code least} passes
   * @param longest no pass begins later than this after the first one; with {@link Duration#ZERO}
   *     there is only the minimum number of passes
   */
  public record Limits(int least, int leastPerSlot, Duration longest) {

    /**
     * The limits of a run.
     *
     * @param nodes its executors
     * @param minNodes the executors of the smallest node count; 0 if unknown
     */
    public static Limits of(int least, int nodes, int minNodes, Duration longest) {
      int smallest = minNodes > 0 ? minNodes : nodes;
      return new Limits(least, (least * nodes + smallest - 1) / smallest, longest);
    }

    /** The limits after one pass that was not among the timed ones. */
    public Limits afterOne() {
      return new Limits(Math.max(0, least - 1), Math.max(0, leastPerSlot - 1), longest);
    }
  }

  /**
   * A pass.
   *
   * @param seconds its wall time
   * @param cpuSeconds the CPU time of all tasks
   */
  public record Pass(double seconds, double cpuSeconds) {}

  /**
   * The result of a warm-up.
   *
   * @param passes all passes, in their order
   * @param settled whether the last passes were no faster than those before
   */
  public record Outcome(List<Pass> passes, boolean settled) {

    /** Copies the passes. */
    public Outcome {
      passes = List.copyOf(passes);
    }

    /**
     * Whether the executors were warm when they were measured.
     *
     * @param samples the samples measured afterwards with the same executors; none if executors
     *     were replaced
     * @return null if there are too few passes to tell
     */
    public Boolean warm(List<Double> samples) {
      if (settled) {
        return true;
      }
      List<Double> all = Stream.concat(seconds().stream(), samples.stream()).toList();
      return samples.isEmpty() || all.size() < 2 * SMALLEST_WINDOW ? null : Warmup.settled(all);
    }

    /** The wall times of the passes. */
    public List<Double> seconds() {
      return passes.stream().map(Pass::seconds).toList();
    }
  }

  /**
   * Prepares to warm up.
   *
   * @param nanoClock gives the time in nanoseconds, from any origin
   */
  public Warmup(Limits limits, Measuring<?> measuring, LongSupplier nanoClock) {
    this.limits = limits;
    this.measuring = measuring;
    this.nanoClock = nanoClock;
  }

  /** Warms up the executors that are registered now, which may have changed since the last time. */
  public void run() {
    since = passes.size();
    long start = nanoClock.getAsLong();
    while (needsMore(nanoClock.getAsLong() - start)) {
      Watched pass = measuring.warmUp();
      if (pass.trace().executorsLost() > 0) {
        since = passes.size();
      }
      passes.add(new Pass(pass.seconds(), pass.cpuSeconds()));
      LOG.info("warm-up {}: {} s", passes.size(), pass.seconds());
    }
    LOG.info("warm after {} passes: {}", passes.size(), isSettled() ? "yes" : "not known");
  }

  private boolean needsMore(long nanos) {
    int made = passes.size() - since;
    if (made < limits.least()) {
      return true;
    }
    boolean enough = made >= limits.leastPerSlot() && isSettled();
    return !enough && nanos < limits.longest().toNanos();
  }

  /** The result so far. */
  public Outcome outcome() {
    return new Outcome(passes, isSettled());
  }

  private boolean isSettled() {
    return settled(passes.subList(since, passes.size()).stream().map(Pass::seconds).toList());
  }

  /**
   * Whether times no longer fall: the median of the last fifth of the passes is at least 97 % of
   * the median of the fifth before. A fifth has at least two passes and grows with the number of
   * passes, so that a slow decline is noticed which two successive passes do not show. With fewer
   * than four passes, the answer is no.
   */
  static boolean settled(List<Double> seconds) {
    int window = Math.max(SMALLEST_WINDOW, seconds.size() / WINDOWS);
    int end = seconds.size();
    if (end < 2 * window) {
      return false;
    }
    double before = median(seconds.subList(end - 2 * window, end - window));
    double last = median(seconds.subList(end - window, end));
    return last >= (1 - STILL_FALLING) * before;
  }

  private static double median(List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    int n = sorted.size();
    return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }
}
