// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The names of the queries of each standard suite, in the suite's order. The runner has their
 * texts; one of its tests compares the names.
 */
public final class SuiteQueries {

  private static final List<String> TPCH =
      IntStream.rangeClosed(1, 22).mapToObj(number -> "q" + number).toList();

  private static final List<String> TPCDS =
      IntStream.rangeClosed(1, 99).boxed().flatMap(SuiteQueries::parts).toList();

  private SuiteQueries() {}

  /** A suite's queries; empty for types that are not suites. */
  public static List<String> of(JobType type) {
    return switch (type) {
      case TPCH -> TPCH;
      case TPCDS -> TPCDS;
      case DESCRIPTIVE, ML, SQL, APPLICATION -> List.of();
    };
  }

  /** Four queries of TPC-DS have two statements each, which run as two queries. */
  private static Stream<String> parts(int number) {
    return switch (number) {
      case 14, 23, 24, 39 -> Stream.of("q" + number + "a", "q" + number + "b");
      default -> Stream.of("q" + number);
    };
  }
}
