// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import scala.Option;

/** Collects what is wrong with queries, so that all of it can be told at once. */
final class Mistakes {

  /** Of one message: Spark names all columns of a wide table, and quotes long expressions. */
  private static final int LONGEST = 400;

  private final List<String> found = new ArrayList<>();

  /** Takes down what Spark says of a query. */
  void add(NamedQuery query, AnalysisException e) {
    add(query, e.line(), e.startPosition(), plain(e.message()));
  }

  /**
   * Takes down what is wrong at some place of a query.
   *
   * @param line from 1; may be empty
   * @param position in that line, from 0, as Spark counts; for people it is counted from 1
   */
  void add(NamedQuery query, Option<Object> line, Option<Object> position, String what) {
    boolean known = line.isDefined() && position.isDefined();
    String place =
        known ? ", line %s, column %d".formatted(line.get(), (Integer) position.get() + 1) : "";
    found.add("query %s%s: %s".formatted(query.name(), place, what));
  }

  /** Takes down what is wrong with the queries as such; names the field. */
  void add(String what) {
    found.add(what);
  }

  /**
   * Tells all that was found.
   *
   * @throws RunFailure {@code InvalidQuery} if anything was
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new RunFailure(FailureReason.INVALID_QUERY, String.join("; ", found));
    }
  }

  /** Without the class of the error, in one line, and without a full stop. */
  private static String plain(String message) {
    String text =
        message
            .replaceFirst("^\\[[A-Z0-9_.]+] ", "")
            .replaceFirst(" SQLSTATE: \\w+$", "")
            .replaceAll("\\s+", " ")
            .strip()
            .replaceFirst("[.:;]$", "");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
