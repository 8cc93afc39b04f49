package dev.sparkbench.runner.measurement;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is measured.
 *
 * @param computation the work
 * @param phases how long its result says that its parts took, by task and phase
 * @param slots tasks that can run at once
 */
public record Measuring<T>(
    Supplier<T> computation, Function<T, Map<String, Map<String, Double>>> phases, int slots) {

  /** Work that has no parts. */
  public static <T> Measuring<T> of(Supplier<T> computation, int slots) {
    return new Measuring<>(computation, result -> Map.of(), slots);
  }
}
