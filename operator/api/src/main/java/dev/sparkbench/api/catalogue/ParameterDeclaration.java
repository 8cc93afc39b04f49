// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A parameter of a task: its name, its meaning, and the values that it takes. */
public sealed interface ParameterDeclaration {

  /** Its name, without the task's. */
  String name();

  /** One sentence that describes it, with the unit. */
  String summary();

  /** The default, in the form of a manifest; empty if there is none. */
  String defaultValue();

  /** The allowed values, as in "must be a number from 0 to 1". */
  String allowed();

  /** Whether a value is allowed. */
  boolean allows(String value);

  /** The same parameter with another name. */
  ParameterDeclaration named(String other);

  /** What is wrong with a value, as the end of a sentence; empty if nothing is. */
  default Optional<String> problemWith(String value) {
    return allows(value) ? Optional.empty() : Optional.of("must be " + allowed());
  }

  /**
   * A number.
   *
   * @param name as in {@link #name}
   * @param summary as in {@link #summary}
   * @param number the default
   * @param min the smallest value allowed
   * @param max the largest value allowed
   * @param whole whether only whole numbers are allowed
   */
  record Numeric(
      String name, String summary, BigDecimal number, BigDecimal min, BigDecimal max, boolean whole)
      implements ParameterDeclaration {

    @Override
    public String defaultValue() {
      return number.toPlainString();
    }

    @Override
    public ParameterDeclaration named(String other) {
      return new Numeric(other, summary, number, min, max, whole);
    }

    @Override
    public String allowed() {
      return "a %s from %s to %s"
          .formatted(whole ? "whole number" : "number", min.toPlainString(), max.toPlainString());
    }

    @Override
    public boolean allows(String value) {
      try {
        BigDecimal given = new BigDecimal(value);
        return given.compareTo(min) >= 0
            && given.compareTo(max) <= 0
            && (!whole || given.stripTrailingZeros().scale() <= 0);
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }

  /**
   * One of several words.
   *
   * @param name as in {@link #name}
   * @param summary as in {@link #summary}
   * @param words the words; the first is the default
   */
  record Choice(String name, String summary, List<String> words) implements ParameterDeclaration {

    /** Copies the words. */
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public String defaultValue() {
      return words.get(0);
    }

    @Override
    public ParameterDeclaration named(String other) {
      return new Choice(other, summary, words);
    }

    @Override
    public String allowed() {
      return "one of " + String.join(", ", words);
    }

    @Override
    public boolean allows(String value) {
      return words.contains(value);
    }
  }

  /**
   * True or false.
   *
   * @param name as in {@link #name}
   * @param summary as in {@link #summary}
   * @param on the default
   */
  record Flag(String name, String summary, boolean on) implements ParameterDeclaration {

    @Override
    public String defaultValue() {
      return String.valueOf(on);
    }

    @Override
    public ParameterDeclaration named(String other) {
      return new Flag(other, summary, on);
    }

    @Override
    public String allowed() {
      return "true or false";
    }

    @Override
    public boolean allows(String value) {
      return value.equals("true") || value.equals("false");
    }
  }

  /**
   * The name of a column of the dataset. Whether it exists is known only when the data is read.
   *
   * @param name as in {@link #name}
   * @param summary as in {@link #summary}
   * @param defaultValue as in {@link #defaultValue}
   */
  record Column(String name, String summary, String defaultValue) implements ParameterDeclaration {

    /** As in {@code spec.dataset}. */
    private static final int MAX_LENGTH = 256;

    @Override
    public ParameterDeclaration named(String other) {
      return new Column(other, summary, defaultValue);
    }

    @Override
    public String allowed() {
      return "the name of a column";
    }

    @Override
    public boolean allows(String value) {
      return !value.isEmpty() && value.length() <= MAX_LENGTH;
    }
  }

  /**
   * A short text.
   *
   * @param name as in {@link #name}
   * @param summary as in {@link #summary}
   * @param defaultValue as in {@link #defaultValue}
   * @param maxLength its longest, in characters
   */
  record Text(String name, String summary, String defaultValue, int maxLength)
      implements ParameterDeclaration {

    @Override
    public ParameterDeclaration named(String other) {
      return new Text(other, summary, defaultValue, maxLength);
    }

    @Override
    public String allowed() {
      return "a text of 1 to %d characters".formatted(maxLength);
    }

    @Override
    public boolean allows(String value) {
      return !value.isEmpty() && value.length() <= maxLength;
    }
  }

  /** A whole number. */
  static ParameterDeclaration whole(String name, String summary, long number, long min, long max) {
    return new Numeric(
        name,
        summary,
        BigDecimal.valueOf(number),
        BigDecimal.valueOf(min),
        BigDecimal.valueOf(max),
        true);
  }

  /** A number; the texts are decimal, such as {@code 0.05}. */
  static ParameterDeclaration number(
      String name, String summary, String number, String min, String max) {
    return new Numeric(
        name, summary, new BigDecimal(number), new BigDecimal(min), new BigDecimal(max), false);
  }

  /** One of several words; the first is the default. */
  static ParameterDeclaration choice(String name, String summary, String... words) {
    return new Choice(name, summary, List.of(words));
  }
}
