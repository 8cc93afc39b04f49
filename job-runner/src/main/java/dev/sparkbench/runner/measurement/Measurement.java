package dev.sparkbench.runner.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wall times of a computation, from submitting it to Spark until its result is in the driver.
 *
 * @param samples the seconds of each time, in their order
 * @param result what the last time computed; empty if there was none
 */
public record Measurement<T>(List<Double> samples, Optional<T> result) {

  private static final Logger LOG = LoggerFactory.getLogger(Measurement.class);

  private static final double NANOS_PER_MICRO = 1e3;
  private static final double MICROS_PER_SECOND = 1e6;

  /** Copies the samples. */
  public Measurement {
    samples = List.copyOf(samples);
  }

  /**
   * Does a computation some times, one after another, and times each.
   *
   * @param kind what to call one of them in the log
   */
  public static <T> Measurement<T> take(
      String kind, Supplier<T> computation, int times, LongSupplier nanoClock) {
    List<Double> samples = new ArrayList<>();
    Optional<T> result = Optional.empty();
    for (int i = 1; i <= times; i++) {
      long start = nanoClock.getAsLong();
      T computed = computation.get();
      samples.add(seconds(nanoClock.getAsLong() - start));
      result = Optional.of(computed);
      LOG.info("{} {} of {}: {} s", kind, i, times, samples.get(i - 1));
    }
    return new Measurement<>(samples, result);
  }

  /** Whole microseconds: more digits would only be the clock's noise. Never 0. */
  public static double seconds(long nanos) {
    return Math.max(1, Math.round(nanos / NANOS_PER_MICRO)) / MICROS_PER_SECOND;
  }
}
