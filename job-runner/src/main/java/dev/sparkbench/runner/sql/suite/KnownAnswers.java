// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparkbench.runner.work.digest.DigestComparison;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The known answers of a suite's queries: digests in the resources, for some scales. The README
 * says how they were created and checked.
 */
final class KnownAnswers {

  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode answers;

  private KnownAnswers(JsonNode answers) {
    this.answers = answers;
  }

  /** How an answer compares with the known one. */
  enum Verdict {
    /** It is equal to the known answer. */
    EQUAL("equal"),
    /** It differs from the known answer. */
    DIFFERENT("different"),
    /** There is no known answer. */
    UNKNOWN("unknown");

    private final String wireName;

    Verdict(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  /**
   * The check of a query.
   *
   * @param verdict how its answer compares
   * @param difference the difference; null if there is none
   * @param settled whether only one answer is correct; several may be if a LIMIT takes some of the
   *     rows that are equal in the order
   */
  record Check(Verdict verdict, String difference, boolean settled) {

    private static final Check UNKNOWN = new Check(Verdict.UNKNOWN, null, false);

    /** Whether it is certainly wrong. */
    boolean isWrong() {
      return verdict == Verdict.DIFFERENT && settled;
    }
  }

  /** The known answers for a suite and scale; empty if there are none. */
  static KnownAnswers of(Suite suite, Scale scale) {
    String name = "answers/%s-%s.json".formatted(suite.wireName(), scale.text());
    try (InputStream file = KnownAnswers.class.getResourceAsStream(name)) {
      return new KnownAnswers(
          file == null ? JsonNodeFactory.instance.objectNode() : JSON.readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  /** The number of known answers. */
  int size() {
    return answers.path("queries").size();
  }

  /**
   * Compares an answer with the known one.
   *
   * @param result its digest
   */
  Check check(String query, JsonNode result) {
    JsonNode known = answers.path("queries").path(query);
    if (known.isMissingNode()) {
      return Check.UNKNOWN;
    }
    Optional<String> difference = DigestComparison.results(known.path("result"), result);
    return new Check(
        difference.isPresent() ? Verdict.DIFFERENT : Verdict.EQUAL,
        difference.map("known and found: "::concat).orElse(null),
        known.path("settled").asBoolean());
  }
}
