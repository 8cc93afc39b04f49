// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import scala.Option;

/** Collects the mistakes in queries, so that all of them can be reported together. */
final class Mistakes {

  /** The longest message. Spark lists all columns of a wide table, and quotes long expressions. */
  private static final int LONGEST = 400;

  private final List<String> found = new ArrayList<>();

  /** Records Spark's message about a query. */
  void add(NamedQuery query, AnalysisException e) {
    add(query, e.line(), e.startPosition(), plain(e.message()));
  }

  /**
   * Records a mistake at some place of a query.
   *
   * @param line from 1; may be empty
   * @param position in that line, from 0, as Spark counts; it is reported from 1
   */
  void add(NamedQuery query, Option<Object> line, Option<Object> position, String what) {
    boolean known = line.isDefined() && position.isDefined();
    String place =
        known ? ", line %s, column %d".formatted(line.get(), (Integer) position.get() + 1) : "";
    found.add("query %s%s: %s".formatted(query.name(), place, what));
  }

  /** Records a mistake in the list of queries as a whole; the text names the field. */
  void add(String what) {
    found.add(what);
  }

  /**
   * Reports all mistakes.
   *
   * @throws RunFailure {@code InvalidQuery} if there are any
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new RunFailure(FailureReason.INVALID_QUERY, String.join("; ", found));
    }
  }

  /** The message in one line, without the error class and without a full stop. */
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
