package dev.sparkbench.api.catalogue;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A numeric parameter of a task.
 *
 * @param name its name, without the task's
 * @param summary one sentence for people, with the unit
 * @param defaultValue what holds when the manifest is silent
 * @param min the smallest value allowed
 * @param max the largest value allowed
 * @param integer whether only whole numbers are allowed
 */
public record ParameterDeclaration(
    String name,
    String summary,
    BigDecimal defaultValue,
    BigDecimal min,
    BigDecimal max,
    boolean integer) {

  /** Says what is wrong with a value, as the end of a sentence; empty when nothing is. */
  public Optional<String> problemWith(String value) {
    try {
      BigDecimal number = new BigDecimal(value);
      boolean whole = number.stripTrailingZeros().scale() <= 0;
      boolean inRange = number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
      return inRange && (whole || !integer) ? Optional.empty() : Optional.of(expected());
    } catch (NumberFormatException e) {
      return Optional.of(expected());
    }
  }

  private String expected() {
    return "must be a %s from %s to %s".formatted(integer ? "whole number" : "number", min, max);
  }
}
