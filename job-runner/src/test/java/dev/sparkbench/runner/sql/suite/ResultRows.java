// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rows that an engine returned for a query, for comparison with those of another engine.
 * Numbers of any type are numbers; everything else is text.
 *
 * @param rows in the order in which they came
 */
record ResultRows(List<List<Object>> rows) {

  /** Spark divides decimals to six digits after the point, other engines to doubles. */
  private static final double TOLERANCE = 1e-6;

  /** Reads an answer of the TPC-H generator. */
  static ResultRows parse(List<String> lines) {
    return new ResultRows(
        lines.stream()
            .filter(line -> !line.isBlank() && !line.startsWith("--"))
            .map(line -> line.replaceFirst("\\|$", ""))
            .map(line -> List.<Object>of((Object[]) line.split("\\|", -1)))
            .toList());
  }

  /** The difference between these rows and others, in any order. */
  Optional<String> difference(ResultRows other) {
    if (rows.size() != other.rows.size()) {
      return Optional.of("%d and %d rows".formatted(rows.size(), other.rows.size()));
    }
    List<List<Object>> mine = sorted();
    List<List<Object>> theirs = other.sorted();
    for (int i = 0; i < mine.size(); i++) {
      List<Object> a = mine.get(i);
      List<Object> b = theirs.get(i);
      for (int column = 0; column < a.size(); column++) {
        if (a.size() != b.size() || !equal(a.get(column), b.get(column))) {
          return Optional.of("%s and %s".formatted(a, b));
        }
      }
    }
    return Optional.empty();
  }

  /** Sorts by texts first, because numbers may differ in their last digits. */
  private List<List<Object>> sorted() {
    List<List<Object>> sorted = new ArrayList<>(rows);
    sorted.sort(
        Comparator.<List<Object>, String>comparing(row -> key(row, false))
            .thenComparing(row -> key(row, true)));
    return sorted;
  }

  private static String key(List<Object> row, boolean numbers) {
    StringBuilder key = new StringBuilder();
    for (Object value : row) {
      BigDecimal number = number(value);
      if (number == null) {
        key.append(value).append('|');
      } else if (numbers) {
        // All of the same length, and shifted so that none is negative.
        key.append("%030.2f|".formatted(number.doubleValue() + 1e15));
      }
    }
    return key.toString();
  }

  private static boolean equal(Object a, Object b) {
    BigDecimal x = number(a);
    BigDecimal y = number(b);
    if (x == null || y == null) {
      return String.valueOf(a).strip().equals(String.valueOf(b).strip());
    }
    // A value that is written with few digits was rounded to them.
    double rounding =
        a instanceof String || b instanceof String
            ? Math.pow(10, -(b instanceof String ? y : x).scale())
            : 0;
    double size = Math.max(1, Math.abs(x.doubleValue()));
    return Math.abs(x.doubleValue() - y.doubleValue()) <= Math.max(rounding, TOLERANCE * size);
  }

  private static BigDecimal number(Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof Number number) {
      return Double.isFinite(number.doubleValue()) ? new BigDecimal(number.toString()) : null;
    }
    if (value instanceof String text && text.matches("-?[0-9]+([.][0-9]+)?")) {
      return new BigDecimal(text);
    }
    return null;
  }
}
