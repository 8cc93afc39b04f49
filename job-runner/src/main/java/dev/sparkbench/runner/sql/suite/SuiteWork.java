// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.sql.PlannedQueries;
import dev.sparkbench.runner.sql.QueryRun;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.Work;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Queries of a suite. Their answers are compared with the known ones. */
final class SuiteWork implements Work<QueryRun> {

  private final Suite suite;
  private final Scale scale;
  private final KnownAnswers known;
  private final PlannedQueries queries;
  private Map<String, KnownAnswers.Check> checks = Map.of();

  SuiteWork(Suite suite, Scale scale, KnownAnswers known, PlannedQueries queries) {
    this.suite = suite;
    this.scale = scale;
    this.known = known;
    this.queries = queries;
  }

  @Override
  public List<Part<QueryRun>> parts() {
    return queries.parts();
  }

  @Override
  public void beforeEachPart() {
    queries.beforeEachPart();
  }

  /**
   * Compares the answers before anything is measured, because the time of a wrong answer is
   * worthless.
   *
   * @throws RunFailure {@code QueryFailed} if answers are certainly wrong; the message names all of
   *     them
   */
  @Override
  public boolean check() {
    boolean done = queries.check();
    checks = new TreeMap<>();
    queries
        .digests()
        .forEach((query, digest) -> checks.put(query, known.check(query, digest.toJson())));
    List<String> wrong =
        checks.entrySet().stream()
            .filter(entry -> entry.getValue().isWrong())
            .map(entry -> entry.getKey() + " (" + entry.getValue().difference() + ")")
            .toList();
    if (!wrong.isEmpty()) {
      throw new RunFailure(
          FailureReason.QUERY_FAILED,
          "%d of %d queries gave wrong answers for %s at scale %s, so that their times are worth nothing: %s; look for what changes results among sparkConf and the image's plugins"
              .formatted(
                  wrong.size(),
                  checks.size(),
                  suite.wireName(),
                  scale.text(),
                  String.join("; ", wrong)));
    }
    return done;
  }

  @Override
  public Result result(List<QueryRun> computed) {
    return new SuiteResult(suite, scale, queries.result(computed), Map.copyOf(checks));
  }

  /** The queries whose answers have this verdict. */
  static List<String> with(KnownAnswers.Verdict verdict, Map<String, KnownAnswers.Check> checks) {
    return checks.entrySet().stream()
        .filter(entry -> entry.getValue().verdict() == verdict)
        .map(Map.Entry::getKey)
        .sorted()
        .collect(Collectors.toList());
  }
}
