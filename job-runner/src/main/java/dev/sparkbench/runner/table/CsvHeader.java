// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares the names in header lines. */
final class CsvHeader {

  /** The ways in which names may differ, the smallest difference first. */
  private static final List<UnaryOperator<String>> SPELLINGS =
      List.of(name -> name, String::strip, name -> name.strip().toLowerCase(Locale.ROOT));

  private CsvHeader() {}

  /**
   * The positions of the columns in a header line.
   *
   * @param columns the columns' names
   * @param header the names in the header line; null or empty for a field without one
   * @return for each column the position of its field; empty if the header line has other columns
   */
  static Optional<List<Integer>> order(List<String> columns, List<String> header) {
    if (columns.size() != header.size()) {
      return Optional.empty();
    }
    return SPELLINGS.stream()
        .flatMap(
            spelling -> orderOf(spelled(columns, spelling), spelled(header, spelling)).stream())
        .findFirst();
  }

  private static Optional<List<Integer>> orderOf(List<String> columns, List<String> header) {
    if (columns.equals(header)) {
      return Optional.of(asTheyAre(columns.size()));
    }
    // If a name occurs twice, only the order distinguishes the two columns.
    boolean unique = new HashSet<>(columns).size() == columns.size();
    if (!unique || !new HashSet<>(columns).equals(new HashSet<>(header))) {
      return Optional.empty();
    }
    Map<String, Integer> positions =
        IntStream.range(0, header.size()).boxed().collect(Collectors.toMap(header::get, i -> i));
    return Optional.of(columns.stream().map(positions::get).toList());
  }

  /** The order of columns that are at their own positions. */
  static List<Integer> asTheyAre(int columns) {
    return IntStream.range(0, columns).boxed().toList();
  }

  private static List<String> spelled(List<String> names, UnaryOperator<String> spelling) {
    return names.stream().map(name -> spelling.apply(name == null ? "" : name)).toList();
  }
}
